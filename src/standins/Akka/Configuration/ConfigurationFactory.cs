namespace Akka.Configuration;

public class ConfigurationFactory
{
    public static Config Empty => new();

    /// <exception cref="FormatException">
    /// The text is no HOCON, or uses a part of it that is not supported; the message names the line.
    /// </exception>
    public static Config ParseString(string hocon) => new(HoconParser.Parse(hocon));
}
