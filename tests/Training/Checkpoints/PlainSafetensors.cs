using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GanCluster.Training.Tests.Checkpoints;

/// <summary>A second reading of the format's rules that shares nothing with the product's.</summary>
internal sealed class PlainSafetensors
{
    private readonly byte[] _file;
    private readonly int _dataStart;
    private readonly Dictionary<string, JsonElement> _header;

    public PlainSafetensors(byte[] file)
    {
        _file = file;
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        _dataStart = 8 + length;
        HeaderText = Encoding.UTF8.GetString(file, 8, length);
        _header = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(HeaderText)!;
    }

    public string HeaderText { get; }

    public string[] Names => [.. _header.Keys.Where(k => k != "__metadata__")];

    public string Metadata(string key) => _header["__metadata__"].GetProperty(key).GetString()!;

    public long[] Shape(string name) => [.. _header[name].GetProperty("shape").EnumerateArray().Select(e => e.GetInt64())];

    public byte[] Bytes(string name)
    {
        var offsets = _header[name].GetProperty("data_offsets");
        return _file[(_dataStart + offsets[0].GetInt32())..(_dataStart + offsets[1].GetInt32())];
    }

    public int End => _dataStart + Names.Max(n => _header[n].GetProperty("data_offsets")[1].GetInt32());

    public string WeightsSha256()
    {
        var names = Names.Where(n => n[..n.IndexOf('.', StringComparison.Ordinal)] is "g" or "d" or "ema").ToArray();
        Array.Sort(names, string.CompareOrdinal);
        return Convert.ToHexString(SHA256.HashData([.. names.SelectMany(Bytes)])).ToLowerInvariant();
    }
}
