using System.Text.RegularExpressions;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using GanCluster.Core;

namespace GanCluster.Cluster.Hosting;

/// <summary>A user's file of Akka.NET settings, in HOCON; <c>include "FILE"</c> reads another one beside it.</summary>
public static partial class ClusterFile
{
    /// <exception cref="UserInputException">The file or one that it includes can't be read, or is no HOCON.</exception>
    public static Config Read(string path) => new(Parse(Path.GetFullPath(path), []));

    private static HoconRoot Parse(string path, string[] including)
    {
        if (including.Contains(path))
        {
            throw new UserInputException($"'{path}' includes itself: take out the line");
        }

        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"can't read '{path}': {e.Message.TrimEnd('.')}; put it back", e);
        }

        if (Fault(text) is { } fault)
        {
            throw new UserInputException($"'{path}' is not HOCON: {fault}");
        }

        return Parser.Parse(text, file => Parse(Path.Combine(Path.GetDirectoryName(path)!, file), [.. including, path]));
    }

    /// <summary>Akka.NET's parser takes what is not closed as far as it goes, and what is closed too often for the end.</summary>
    private static string? Fault(string text)
    {
        var open = new Stack<char>();
        var bare = Quoted().Replace(text, "");
        foreach (var mark in bare)
        {
            switch (mark)
            {
                case '"':
                    return "a \" is not closed";
                case '{' or '[':
                    open.Push(mark == '{' ? '}' : ']');
                    break;
                case '}' or ']' when !open.TryPop(out var due) || due != mark:
                    return $"a {mark} closes nothing";
            }
        }

        return open.TryPop(out var missing) ? $"a {missing} is missing" : null;
    }

    /// <summary>Text in quotes, and comments.</summary>
    [GeneratedRegex(@"""{3}.*?""{3,}|""(\\.|[^""\\\r\n])*""|(#|//)[^\r\n]*", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();
}
