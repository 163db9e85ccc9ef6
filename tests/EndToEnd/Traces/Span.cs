using System.Globalization;
using System.Text;

namespace GanCluster.EndToEnd.Tests.Traces;

/// <summary>A span, by the numbers that opentelemetry/proto/trace/v1/trace.proto gives its fields.</summary>
/// <param name="Process">The service.instance.id of whoever made it.</param>
/// <param name="Attributes">As text, whatever they are.</param>
internal sealed record Span(
    string Trace, string Id, string Parent, string Name, string Process, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>Of an ExportTraceServiceRequest.</summary>
    internal static IEnumerable<Span> All(byte[] request)
    {
        foreach (var resourceSpans in ProtobufField.Messages(request, 1))
        {
            var resource = ProtobufField.Messages(resourceSpans, 1).Select(resource => Pairs(resource, 1)).FirstOrDefault() ?? [];
            foreach (var span in ProtobufField.Messages(resourceSpans, 2).SelectMany(scope => ProtobufField.Messages(scope, 2)))
            {
                yield return new Span(
                    Hex(span, 1),
                    Hex(span, 2),
                    Hex(span, 4),
                    Encoding.UTF8.GetString(ProtobufField.Messages(span, 5).Single()),
                    resource.GetValueOrDefault("service.instance.id", ""),
                    Pairs(span, 9));
            }
        }
    }

    private static string Hex(byte[] span, int field) =>
        Convert.ToHexStringLower(ProtobufField.Messages(span, field).FirstOrDefault() ?? []);

    /// <summary>KeyValue: a key and an AnyValue, of text or a whole number.</summary>
    private static Dictionary<string, string> Pairs(byte[] message, int field) => ProtobufField.Messages(message, field)
        .ToDictionary(
            pair => Encoding.UTF8.GetString(ProtobufField.Messages(pair, 1).Single()),
            pair => Value(ProtobufField.Messages(pair, 2).Single()),
            StringComparer.Ordinal);

    private static string Value(byte[] any) => ProtobufField.All(any).Select(field => field.Number == 1
        ? Encoding.UTF8.GetString(field.Bytes)
        : field.Value.ToString(CultureInfo.InvariantCulture)).FirstOrDefault("");
}
