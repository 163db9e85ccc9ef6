// What CircleSpecs finds: in each namespace Upper uses Lower by a field, and Lower uses Upper by one thing alone.
#pragma warning disable // Nothing here is used but by its compiled form.
namespace GanCluster.Architecture.Tests.Made.ByField.Up { internal class Upper { private Down.Lower? _lower; } }
namespace GanCluster.Architecture.Tests.Made.ByField.Down { internal class Lower { private List<Up.Upper[]>? _upper; } }
namespace GanCluster.Architecture.Tests.Made.ByBase.Up { internal class Upper { private Down.Lower? _lower; } }
namespace GanCluster.Architecture.Tests.Made.ByBase.Down { internal class Lower : Up.Upper; }
namespace GanCluster.Architecture.Tests.Made.ByInterface.Up { internal interface Upper { Down.Lower? Lower { get; } } }
namespace GanCluster.Architecture.Tests.Made.ByInterface.Down { internal interface Lower : Up.Upper; }
namespace GanCluster.Architecture.Tests.Made.ByBody.Up { internal class Upper { private Down.Lower? _lower; } }
namespace GanCluster.Architecture.Tests.Made.ByBody.Down { internal class Lower { internal static object Make() => new Up.Upper(); } }
namespace GanCluster.Architecture.Tests.Made.ByCatch.Up { internal class Upper : Exception { private Down.Lower? _lower; } }
namespace GanCluster.Architecture.Tests.Made.ByCatch.Down
{
    internal class Lower
    {
        internal static void Try(Action action)
        {
            try
            {
                action();
            }
            catch (Up.Upper)
            {
            }
        }
    }
}

namespace GanCluster.Architecture.Tests.Made.ByArgument.Up { internal class Upper { private Down.Lower? _lower; } }
namespace GanCluster.Architecture.Tests.Made.ByArgument.Down
{
    internal class Lower { internal static Array Make() => Array.Empty<Up.Upper>(); }
}

namespace GanCluster.Architecture.Tests.Made.ByAttribute.Up { internal class Upper : Attribute { private Down.Lower? _lower; } }
namespace GanCluster.Architecture.Tests.Made.ByAttribute.Down { internal class Lower { [Up.Upper] private int _number; } }
namespace GanCluster.Architecture.Tests.Made.ByConstraint.Up { internal class Upper { private Down.Lower<Upper>? _lower; } }
namespace GanCluster.Architecture.Tests.Made.ByConstraint.Down { internal class Lower<T> where T : Up.Upper; }
namespace GanCluster.Architecture.Tests.Made.ByNested.Up { internal class Upper { private Down.Lower? _lower; internal class Part; } }
namespace GanCluster.Architecture.Tests.Made.ByNested.Down
{
    internal class Lower { internal static Func<object> Make() => () => new Up.Upper.Part(); }
}

namespace GanCluster.Architecture.Tests.Made.OneWay.Up { internal class Upper { private Down.Lower? _lower; } }
namespace GanCluster.Architecture.Tests.Made.OneWay.Down { internal class Lower; }
namespace GanCluster.Architecture.Tests.Made.OverThree.Up { internal class Upper { private Middle.Between? _between; } }
namespace GanCluster.Architecture.Tests.Made.OverThree.Middle { internal class Between { private Down.Lower? _lower; } }
namespace GanCluster.Architecture.Tests.Made.OverThree.Down { internal class Lower { private Up.Upper? _upper; } }
