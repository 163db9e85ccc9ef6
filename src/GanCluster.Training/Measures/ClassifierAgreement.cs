namespace GanCluster.Training.Measures;

/// <param name="Share">Images whose predicted class is the asked one, of all.</param>
/// <param name="ByClass">The same of the images asked of each class; NaN for a class that none was asked of.</param>
public sealed record ClassifierAgreement(double Share, IReadOnlyList<double> ByClass)
{
    public static ClassifierAgreement Of(IReadOnlyList<int> predicted, IReadOnlyList<int> asked, int classes)
    {
        if (predicted.Count != asked.Count || asked.Count == 0)
        {
            throw new ArgumentException($"{predicted.Count} predictions do not fit {asked.Count} labels");
        }

        var (agreed, all) = (new int[classes], new int[classes]);
        for (var i = 0; i < asked.Count; i++)
        {
            all[asked[i]]++;
            agreed[asked[i]] += predicted[i] == asked[i] ? 1 : 0;
        }

        return new ClassifierAgreement(
            (double)agreed.Sum() / asked.Count, [.. agreed.Zip(all, (good, of) => (double)good / of)]);
    }
}
