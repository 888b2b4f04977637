using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SocialSelling.Cluster;

namespace SocialSelling.Hosting;

/// <summary>What the code reads, what <c>.env.example</c> explains and what compose hands over are the same.</summary>
public sealed partial class SettingsTests
{
    /// <summary>Follow from other settings (<see cref="FlatSettings"/>), so that nobody sets them.</summary>
    private static readonly string[] Derived = ["Media:AppUrl", "Media:SigningSecret", "Mail:AppUrl", "Mail:FromEmail", "Mail:FromName", "Mail:LinkSecret", "Mail:LinkSecretPrevious"];

    /// <summary>Of the framework, and read by no line of ours.</summary>
    private static readonly string[] Frameworks = ["OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_TRACES_SAMPLER_ARG"];

    private static readonly string[] Example = File.ReadAllLines(Path.Combine(ProcessCluster.Root(), ".env.example"));

    [Fact]
    public void Every_setting_that_the_code_reads_is_in_the_example()
    {
        var missing = ReadByCode().Except(InExample());

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_setting_of_the_example_is_read_by_somebody()
    {
        var readers = ReadByCode().Concat(Frameworks).Concat(NamesIn("docker-compose.yml")).Concat(NamesIn("run.sh"));

        Assert.Empty(InExample().Except(readers));
    }

    [Fact]
    public void Every_setting_of_the_example_has_a_comment_above_it()
    {
        var bare = Example.Zip(Example.Skip(1), (above, line) => (above, line)).Where(pair => Setting().IsMatch(pair.line) && (!pair.above.StartsWith("# ", StringComparison.Ordinal) || Setting().IsMatch(pair.above)));

        Assert.Empty(bare);
    }

    [Fact]
    public void Compose_hands_every_setting_with_a_name_of_its_own_to_the_hosts()
    {
        var compose = File.ReadAllText(Path.Combine(ProcessCluster.Root(), "docker-compose.yml"));

        // The image knows where it has the web client.
        Assert.All(FlatSettings.Names.Select(setting => setting.Name).Except(["WEB_ROOT"]), name => Assert.Contains($"\n    {name}: ", compose, StringComparison.Ordinal));
    }

    [Fact]
    public void Placeholders_are_refused_by_name_and_nothing_else_of_the_example_is()
    {
        var refused = Assert.Throws<SettingsException>(() => new ConfigurationManager { ["DATABASE_URL"] = "postgresql://u:p@h:5432/d", ["REDIS_URL"] = "redis://h" }.With(Values()).AddFlatSettings());

        var placeholders = Values().Where(value => value.Value.StartsWith("CHANGE_", StringComparison.Ordinal)).Select(value => value.Key).Intersect(FlatSettings.Names.Select(setting => setting.Name));
        Assert.Equal(placeholders.Select(name => $"  {name} is still the placeholder of .env.example").Order(), refused.Message.Split('\n').Skip(1).Order());
    }

    [Theory]
    [InlineData("INSTAGRAM_APP_ID", "my-app")]
    [InlineData("TRUSTED_PROXIES", "172.25.0.0/33")]
    [InlineData("TRUSTED_PROXIES", "nginx")]
    public void A_malformed_value_is_refused_by_name(string name, string value)
    {
        var refused = Assert.Throws<SettingsException>(() => new ConfigurationManager { [name] = value }.AddFlatSettings());

        Assert.Contains($"  {name} must be ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Facebook_Login_without_the_secret_of_its_app_is_refused()
    {
        var refused = Assert.Throws<SettingsException>(() => new ConfigurationManager { ["META_APP_ID"] = "2222" }.AddFlatSettings());

        Assert.Contains("  META_APP_SECRET is missing, and META_APP_ID is given", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Flat names, every settable member of an options class by its section, and what is asked for by name.</summary>
    private static HashSet<string> ReadByCode()
    {
        var flat = FlatSettings.Names.ToDictionary(setting => setting.Key, setting => setting.Name);
        var sources = Directory.EnumerateFiles(Path.Combine(ProcessCluster.Root(), "src"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
        var bound = sources.SelectMany(source => Bound().Matches(source)).Select(match => (Type: match.Groups[1].Value, Section: match.Groups[2].Value)).ToList();
        Assert.NotEmpty(bound);
        var members = bound.SelectMany(b => TypeCalled(b.Type).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }).Select(p => $"{b.Section}:{p.Name}"));
        var asked = sources.SelectMany(source => Asked().Matches(source)).Select(match => match.Groups[1].Value).Where(name => name != "urls");
        return members.Concat(asked).Except(Derived).Select(key => flat.GetValueOrDefault(key, key.Replace(":", "__", StringComparison.Ordinal))).Concat(flat.Values).ToHashSet();
    }

    private static Type TypeCalled(string name) => new[] { typeof(ApiHost), typeof(FlatSettings), typeof(IAccountGrain), typeof(Accounts.TokenOptions), typeof(Sql), typeof(Meta.MetaOptions) }
        .SelectMany(type => type.Assembly.GetTypes()).Single(type => type.Name == name && type.Namespace!.StartsWith("SocialSelling", StringComparison.Ordinal));

    private static HashSet<string> InExample() => Example.Select(line => Setting().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToHashSet();

    private static Dictionary<string, string> Values() => Example.Where(line => Setting().IsMatch(line) && line[0] != '#').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    private static IEnumerable<string> NamesIn(string script) => Named().Matches(File.ReadAllText(Path.Combine(ProcessCluster.Root(), script))).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^(?:# )?([A-Z][A-Za-z0-9_]*)=")]
    private static partial Regex Setting();

    [GeneratedRegex("""AddOptions<(\w+)>\(\)\.BindConfiguration\("(\w+)"\)""")]
    private static partial Regex Bound();

    [GeneratedRegex("""(?:[cC]onfiguration|given)\["([A-Z][\w:]*)"\]""")]
    private static partial Regex Asked();

    [GeneratedRegex(@"\$\{([A-Z][A-Za-z0-9_]*)")]
    private static partial Regex Named();
}

file static class Settings
{
    public static ConfigurationManager With(this ConfigurationManager configuration, Dictionary<string, string> values)
    {
        foreach (var (name, value) in values) configuration[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        return configuration;
    }
}
