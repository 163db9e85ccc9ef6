using System.Globalization;
using System.Text;

namespace GanCluster.EndToEnd.Tests.Commands;

/// <summary>What a person sees: lines of text, of which the cursor's are written over, wiped and gone back to.</summary>
internal sealed class MadeScreen
{
    private readonly List<StringBuilder> _lines = [new()];
    private int _row;
    private int _column;

    /// <summary>Sequences that colour text.</summary>
    internal int Colours { get; private set; }

    internal IReadOnlyList<string> Shown => [.. _lines.Select(line => line.ToString().TrimEnd())];

    internal void Write(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u001b' && i + 1 < text.Length && text[i + 1] == '[')
            {
                var end = i + 2;
                while (!char.IsAsciiLetter(text[end]))
                {
                    end++;
                }

                Obey(text[end], text[(i + 2)..end]);
                i = end;
            }
            else
            {
                Put(text[i]);
            }
        }
    }

    private void Obey(char command, string value)
    {
        switch (command)
        {
            case 'J':
                _lines[_row].Length = Math.Min(_lines[_row].Length, _column);
                _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
                break;
            case 'K':
                _lines[_row].Length = Math.Min(_lines[_row].Length, _column);
                break;
            case 'A':
                _row = Math.Max(0, _row - int.Parse(value, CultureInfo.InvariantCulture));
                break;
            case 'm':
                Colours++;
                break;
            default:
                Assert.True(value.StartsWith('?'), $"an unknown sequence {value}{command}");
                break;
        }
    }

    private void Put(char c)
    {
        switch (c)
        {
            case '\r':
                _column = 0;
                break;
            case '\n':
                _row++;
                _column = 0;
                if (_row == _lines.Count)
                {
                    _lines.Add(new StringBuilder());
                }

                break;
            default:
                var line = _lines[_row];
                line.Append(' ', Math.Max(0, _column + 1 - line.Length));
                line[_column++] = c;
                break;
        }
    }
}
