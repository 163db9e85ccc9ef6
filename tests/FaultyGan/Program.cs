using GanCluster.FaultyGan;

return await FaultyApp.Make().RunAsync(args);
