using GanCluster.Node;
using GanCluster.Node.Native;

ProcessEnd.Now(await new GanClusterApp().RunAsync(args));
