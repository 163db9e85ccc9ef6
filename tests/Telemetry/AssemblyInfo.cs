// The exporter collects every meter of the process that has our name.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
