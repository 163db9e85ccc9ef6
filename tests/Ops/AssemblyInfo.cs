using System.Runtime.Versioning;

// They send signals, read /proc and look at file modes.
[assembly: SupportedOSPlatform("linux")]
