namespace GanCluster.Node.Quality;

/// <summary>A figure that must not fall short.</summary>
/// <param name="Figure">From (run, metric) to the figure.</param>
/// <param name="Runs">Whose figures it takes.</param>
internal sealed record QualityGoal(
    string What, bool IsLeast, double Bound, IReadOnlyList<string> Runs, Func<Func<string, string, double>, double> Figure)
{
    private const string Frechet = "frechet_distance";
    private const string Parzen = "parzen_log_likelihood";
    private const string ParzenError = "parzen_standard_error";
    private const string Psnr = "psnr";
    private const int Classes = 10;

    internal static IReadOnlyList<QualityGoal> All { get; } =
    [
        new("classifier's test accuracy", IsLeast: true, 0.91, [QualityRun.Vanilla],
            of => of(QualityRun.Vanilla, "classifier_accuracy")),
        new("Frechet distance, dcgan over vanilla", IsLeast: false, 0.5, [QualityRun.Dcgan, QualityRun.Vanilla],
            of => of(QualityRun.Dcgan, Frechet) / of(QualityRun.Vanilla, Frechet)),
        new("the same over vanilla after ten times the images", IsLeast: false, 0.5, [QualityRun.Dcgan, QualityRun.VanillaWhole],
            of => of(QualityRun.Dcgan, Frechet) / of(QualityRun.VanillaWhole, Frechet)),
        new("cgan: agreement with the asked label", IsLeast: true, 0.9, [QualityRun.Cgan],
            of => of(QualityRun.Cgan, "classifier_agreement")),
        new("cgan, latents within 1.25: the same, least of any class", IsLeast: true, 0.8, [QualityRun.CganTruncated],
            of => Enumerable.Range(0, Classes).Min(c => of(QualityRun.CganTruncated, $"classifier_agreement_{c}"))),
        new("Parzen, lapgan above vanilla, in standard errors", IsLeast: true, 2, [QualityRun.Lapgan, QualityRun.VanillaWhole],
            of => (of(QualityRun.Lapgan, Parzen) - of(QualityRun.VanillaWhole, Parzen)) / Math.Sqrt(
                Math.Pow(of(QualityRun.Lapgan, ParzenError), 2) + Math.Pow(of(QualityRun.VanillaWhole, ParzenError), 2))),
        new("srgan pre-trained above bicubic, dB", IsLeast: true, 2, [QualityRun.Pretrained],
            of => of(QualityRun.Pretrained, Psnr) - of(QualityRun.Pretrained, "psnr_bicubic")),
        new("srgan below pre-trained, dB", IsLeast: false, 3, [QualityRun.Pretrained, QualityRun.Srgan],
            of => of(QualityRun.Pretrained, Psnr) - of(QualityRun.Srgan, Psnr)),
        new("Frechet distance, srgan over pre-trained", IsLeast: false, 0.7, [QualityRun.Pretrained, QualityRun.Srgan],
            of => of(QualityRun.Srgan, Frechet) / of(QualityRun.Pretrained, Frechet)),
    ];

    internal bool Holds(double figure) => IsLeast ? figure >= Bound : figure <= Bound;
}
