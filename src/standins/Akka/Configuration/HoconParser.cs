using System.Text;

namespace Akka.Configuration;

/// <summary>
/// The subset of HOCON named in the stand-in's README; anything else is a <see cref="FormatException"/> with its line.
/// </summary>
internal sealed class HoconParser
{
    private const string EndsUnquoted = "{}[],\"#\n";
    private readonly string _text;
    private int _at;

    private HoconParser(string text) => _text = text;

    public static HoconObject Parse(string text)
    {
        HoconParser parser = new(text);
        HoconObject root = new();
        parser.SkipSeparators();
        bool braced = parser.Take('{');
        parser.ReadMembers(root, braced);
        parser.SkipSeparators();
        return parser._at == text.Length ? root : throw parser.Error($"'{text[parser._at]}' stands after the end");
    }

    private void ReadMembers(HoconObject into, bool braced)
    {
        while (true)
        {
            SkipSeparators();
            if (_at == _text.Length)
            {
                if (braced)
                {
                    throw Error("a '}' is missing");
                }
                return;
            }
            if (_text[_at] == '}')
            {
                if (!braced)
                {
                    throw Error("a '}' without its '{'");
                }
                _at++;
                return;
            }
            ReadMember(into);
        }
    }

    private void ReadMember(HoconObject into)
    {
        List<string> path = ReadKey();
        SkipBlanks();
        if (_at < _text.Length && _text[_at] == '{')
        {
            into.Set(path, ReadValue());
            return;
        }
        if (!Take('=') && !Take(':'))
        {
            throw Error($"'=', ':' or '{{' is missing after {string.Join('.', path)}");
        }
        SkipLines();
        into.Set(path, ReadValue());
    }

    private List<string> ReadKey()
    {
        List<string> path = [];
        do
        {
            string part = _at < _text.Length && _text[_at] == '"' ? ReadQuoted() : ReadUnquoted(EndsUnquoted + ".=:").Trim();
            path.Add(part.Length > 0 ? part : throw Error("a key is missing"));
        }
        while (Take('.'));
        return path;
    }

    private object? ReadValue()
    {
        if (Take('{'))
        {
            HoconObject value = new();
            ReadMembers(value, braced: true);
            return value;
        }
        return Take('[') ? ReadList() : ReadText();
    }

    private List<object?> ReadList()
    {
        List<object?> items = [];
        while (true)
        {
            SkipSeparators();
            if (_at == _text.Length)
            {
                throw Error("a ']' is missing");
            }
            if (Take(']'))
            {
                return items;
            }
            items.Add(ReadValue());
        }
    }

    private string? ReadText()
    {
        StringBuilder text = new();
        bool quoted = false;
        while (true)
        {
            string piece = ReadUnquoted(EndsUnquoted);
            text.Append(piece);
            if (_at == _text.Length || _text[_at] != '"')
            {
                break;
            }
            if (!quoted && string.IsNullOrWhiteSpace(piece))
            {
                text.Clear();
            }
            quoted = true;
            text.Append(ReadQuoted());
        }
        string value = text.ToString();
        if (!quoted)
        {
            value = value.Trim();
            if (value.Length == 0)
            {
                throw Error("a value is missing");
            }
            return value == "null" ? null : value;
        }
        return value.TrimEnd('\r', '\t', ' ');
    }

    private string ReadUnquoted(string ends)
    {
        int start = _at;
        while (_at < _text.Length && !ends.Contains(_text[_at], StringComparison.Ordinal) && !StartsComment())
        {
            if (_text[_at] == '$')
            {
                throw Error("substitutions are not supported");
            }
            _at++;
        }
        return _text[start.._at];
    }

    private string ReadQuoted()
    {
        StringBuilder text = new();
        for (_at++; _at < _text.Length && _text[_at] != '\n'; _at++)
        {
            char c = _text[_at];
            if (c == '"')
            {
                _at++;
                return text.ToString();
            }
            text.Append(c == '\\' ? ReadEscape() : c);
        }
        _at = Math.Min(_at, _text.Length);
        throw Error("a '\"' is missing");
    }

    private char ReadEscape()
    {
        _at++;
        return (_at < _text.Length ? _text[_at] : '\0') switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            _ => throw Error("an unknown escape"),
        };
    }

    private bool StartsComment() =>
        _text[_at] == '#' || (_text[_at] == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/');

    private void SkipSeparators() => Skip(" \t\r\n,\uFEFF");

    private void SkipLines() => Skip(" \t\r\n");

    private void SkipBlanks() => Skip(" \t\r");

    private void Skip(string blanks)
    {
        while (_at < _text.Length)
        {
            if (StartsComment())
            {
                int end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }
            else if (blanks.Contains(_text[_at], StringComparison.Ordinal))
            {
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private bool Take(char wanted)
    {
        if (_at < _text.Length && _text[_at] == wanted)
        {
            _at++;
            return true;
        }
        return false;
    }

    private FormatException Error(string what) =>
        new($"HOCON, line {1 + _text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n')}: {what}.");
}
