namespace GanCluster.Node.Spoilt;

/// <summary>What a run is spoilt by.</summary>
internal enum SpoiltKind
{
    None,

    /// <summary>Both learning rates ten times as high.</summary>
    Rate,

    /// <summary>D learns no more.</summary>
    Frozen,

    /// <summary>Of the real samples those of a quarter of the modes are left, or of a fifth of the classes.</summary>
    Starved,

    /// <summary>The latents a tenth as large.</summary>
    Latent,
}
