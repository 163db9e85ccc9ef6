using GanCluster.Node;

return await new GanClusterApp().RunAsync(args);
