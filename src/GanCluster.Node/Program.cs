using GanCluster.Node.Commands;
using GanCluster.Node.Terminal;

using var signals = new StopSignals();
var code = await CommandLine.Run(args, new CommandHandlers(Console.Out, Console.Error), Console.Out, Console.Error, signals.Token);
return signals.ExitCode(code);
