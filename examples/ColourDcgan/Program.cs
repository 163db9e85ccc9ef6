using ColourDcgan;
using GanCluster.Node;

return await new GanClusterApp()
    .AddGan(
        "colour",
        run => new Generator(run.Latent.Size, run.Network.Width),
        run => new Discriminator(run.Network.Width),
        3, 32, 32)
    .AddGan(
        "colour-labelled",
        run => new LabelledGenerator(run.Latent.Size, run.Network.Width, Figures.Kinds),
        run => new LabelledDiscriminator(run.Network.Width, Figures.Kinds),
        3, 32, 32)
    .AddObjective("smoothed", new Smoothed())
    .AddData("figures", seed => new Figures())
    .RunAsync(args);
