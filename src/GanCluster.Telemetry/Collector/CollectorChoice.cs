using System.Collections.Immutable;
using System.Globalization;
using GanCluster.Core;

namespace GanCluster.Telemetry.Collector;

/// <summary>What OpenTelemetry's own variables of the environment have sent to a collector: by default nothing. The SDK reads them
/// itself, and goes by its defaults where one says nonsense; here that is refused.</summary>
/// <param name="Metrics">The URL that metrics go to; null: nowhere.</param>
/// <param name="Traces">Likewise the spans of rounds.</param>
public sealed record CollectorChoice(Uri? Metrics, Uri? Traces)
{
    private const string Exporter = "OTEL_EXPORTER_OTLP_";

    private static readonly ImmutableArray<string> Samplers =
    [
        "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio",
    ];

    /// <exception cref="UserInputException">A variable has a value that it does not take.</exception>
    public static CollectorChoice Of(Func<string, string?> variable)
    {
        if (string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return new CollectorChoice(Metrics: null, Traces: null);
        }

        var choice = new CollectorChoice(Place("METRICS", variable), Place("TRACES", variable));
        if (choice.Traces is not null)
        {
            RequireSampler(variable);
        }

        return choice;
    }

    private static Uri? Place(string signal, Func<string, string?> variable)
    {
        var (own, common) = ($"{Exporter}{signal}_ENDPOINT", $"{Exporter}ENDPOINT");
        var name = Given(own, variable) is null ? common : own;
        if (Given(name, variable) is not { } url || !IsExported(signal, variable))
        {
            return null;
        }

        RequireProtocol($"{Exporter}{signal}_PROTOCOL", variable);
        RequireProtocol($"{Exporter}PROTOCOL", variable);
        return Uri.TryCreate(url, UriKind.Absolute, out var at) && at.Scheme is "http" or "https"
            ? at
            : throw new UserInputException($"{name} is '{url}': give a URL, such as http://127.0.0.1:4317");
    }

    private static bool IsExported(string signal, Func<string, string?> variable)
    {
        var name = $"OTEL_{signal}_EXPORTER";
        return Given(name, variable) switch
        {
            null or "otlp" => true,
            "none" => false,
            var other => throw new UserInputException($"{name} is '{other}': it takes otlp or none"),
        };
    }

    private static void RequireProtocol(string name, Func<string, string?> variable)
    {
        if (Given(name, variable) is { } protocol and not ("grpc" or "http/protobuf"))
        {
            throw new UserInputException($"{name} is '{protocol}': it takes grpc or http/protobuf");
        }
    }

    private static void RequireSampler(Func<string, string?> variable)
    {
        const string Name = "OTEL_TRACES_SAMPLER";
        if (Given(Name, variable) is not { } sampler)
        {
            return;
        }

        if (!Samplers.Contains(sampler))
        {
            throw new UserInputException($"{Name} is '{sampler}': it takes {string.Join(", ", Samplers)}");
        }

        if (sampler.EndsWith("ratio", StringComparison.Ordinal) && Given($"{Name}_ARG", variable) is { } share
            && !(double.TryParse(share, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1))
        {
            throw new UserInputException($"{Name}_ARG is '{share}': it takes a share from 0 to 1");
        }
    }

    private static string? Given(string name, Func<string, string?> variable) => variable(name) is { Length: > 0 } value ? value : null;
}
