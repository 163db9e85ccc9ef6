using GanCluster.Node.Commands;
using GanCluster.Node.Supervision;
using GanCluster.Node.Terminal;

using var signals = new StopSignals(isChild: ParentWatch.Start());
var handlers = new CommandHandlers(Console.Out, Console.Error);
var code = await CommandLine.Run(args, handlers, Console.Out, Console.Error, signals.Token);
return signals.ExitCode(code);
