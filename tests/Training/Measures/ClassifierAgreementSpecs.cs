using GanCluster.Training.Measures;

namespace GanCluster.Training.Tests.Measures;

public class ClassifierAgreementSpecs
{
    [Fact]
    public void Agreement_is_counted_overall_and_by_the_asked_class()
    {
        var agreement = ClassifierAgreement.Of([0, 1, 1, 2, 2], [0, 0, 1, 2, 2], 4);
        Assert.Equal(0.8, agreement.Share);
        Assert.Equal([0.5, 1, 1, double.NaN], agreement.ByClass);
    }

    [Fact]
    public void Predictions_without_labels_are_refused() =>
        Assert.Throws<ArgumentException>(() => ClassifierAgreement.Of([0, 1], [0], 2));
}
