namespace SocialSelling.Identity;

public sealed class PermissionsTests
{
    [Fact]
    public void Permissions_are_named_for_what_they_open()
    {
        Assert.Equal(
            ["accounts:read", "accounts:write", "messages:read", "messages:write", "content:read", "content:write", "content:publish", "analytics:read", "analytics:export", "workspace:read",
                "workspace:write", "keys:write", "webhooks:write", "audit:read", "privacy:write", "workspace:own"],
            Enum.GetValues<Permission>().Select(Permissions.NameOf));
    }

    [Fact]
    public void The_documented_table_is_the_one_that_counts()
    {
        var documented = File.ReadAllLines(Checkout.PathOf("docs", "workspaces.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var counting = Enum.GetValues<Permission>().Select(p => $"| `{Permissions.NameOf(p)}` | {string.Join(" | ", Permissions.Roles.Select(role => Permissions.Grants(role, p) ? "yes" : ""))} |");

        Assert.Equal(counting, documented.Select(line => string.Join('|', line.Split('|')[..^2]) + "|"));
    }

    [Fact]
    public void A_role_that_does_not_exist_may_do_nothing() => Assert.DoesNotContain(Enum.GetValues<Permission>(), p => Permissions.Grants("king", p));

    [Fact]
    public void Every_scope_of_an_api_key_is_put_in_words_in_each_language()
    {
        foreach (var language in (string[])["en", "pt", "es"])
        {
            var words = File.ReadAllText(Checkout.PathOf("web", "src", "texts", language, "keys.ts"));
            Assert.DoesNotContain(Permissions.Scopes, scope => !words.Contains($"'{scope}': ", StringComparison.Ordinal));
        }
    }
}
