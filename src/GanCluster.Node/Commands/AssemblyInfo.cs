using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("EndToEnd.Tests")]
[assembly: InternalsVisibleTo("Ops.Tests")]
