using System.Text.RegularExpressions;
using SocialSelling.Cluster;

namespace SocialSelling.Hosting;

/// <summary><c>docs/security/asvs.md</c> names tests that there are, and claims nothing without a verdict.</summary>
public sealed partial class AsvsTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(ProcessCluster.Root(), "docs", "security", "asvs.md"));

    [Fact]
    public void Every_test_class_that_is_named_exists()
    {
        var classes = Directory.EnumerateFiles(Path.Combine(ProcessCluster.Root(), "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Declared().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToHashSet();

        var named = Lines().SelectMany(line => line.Tests).Distinct().ToList();

        Assert.True(named.Count > 30, $"Only {named.Count} tests are named");
        Assert.Empty(named.Except(classes));
    }

    [Fact]
    public void Every_line_has_a_verdict_and_no_requirement_comes_twice()
    {
        Assert.True(Lines().Count > 180, $"Only {Lines().Count} lines");
        Assert.All(Lines(), line => Assert.Contains(line.Verdict, (string[])["met", "partly", "open"]));
        Assert.All(Lines().Where(line => line.Verdict is "open"), line => Assert.Empty(line.Tests));
        Assert.Equal(Lines().Select(line => line.Id), Lines().Select(line => line.Id).Distinct());
    }

    private static List<(string Id, string Verdict, List<string> Tests)> Lines() =>
        [.. Page.Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 7 && cells[1].StartsWith('V')).Select(cells => (cells[1], cells[3], cells[5].Split(", ").Where(t => t != "–").ToList()))];

    [GeneratedRegex(@"\bclass (\w+Tests)\b")]
    private static partial Regex Declared();
}
