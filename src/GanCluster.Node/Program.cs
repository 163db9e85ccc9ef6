using GanCluster.Node.Commands;
using GanCluster.Node.Terminal;

using var signals = new StopSignals();
var handlers = new CommandHandlers(Console.Out, Console.Error);
var code = await CommandLine.Run(args, handlers, Console.Out, Console.Error, signals.Token);
return signals.ExitCode(code);
