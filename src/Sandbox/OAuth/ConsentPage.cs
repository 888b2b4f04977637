using System.Net;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.OAuth;

/// <summary>What the owner of an account sees before an app may act for it.</summary>
internal static class ConsentPage
{
    /// <summary>Of Facebook: as themselves, for the Pages that they tick.</summary>
    public static string AskForPages(IReadOnlyList<Shop> shops, string redirectUri, string scope, string state)
    {
        var choices = string.Concat(shops.Select((s, i) => $"""
            <label class="shop"><input type="checkbox" name="shop" value="{E(s.Username)}" {(i == 0 ? "checked" : "")}><img src="/avatars/{E(s.Username)}.jpg" alt="" width="44" height="44">
            <span><b>{E(s.Name)}</b><small>Page · {(s.CanConnect ? $"Instagram account {E(s.Username)}" : "no professional Instagram account")}</small></span></label>
            """));
        return Frame("Sandbox consent", $"""
            <h1>Which Pages may Social Selling use?</h1><form method="post"><fieldset><legend>Your Pages</legend>{choices}</fieldset>
            {Rest(redirectUri, scope, state)}</form>
            """);
    }

    public static string Ask(IReadOnlyList<Shop> shops, string redirectUri, string scope, string state)
    {
        var choices = string.Concat(shops.Select((s, i) => $"""
            <label class="shop"><input type="radio" name="shop" value="{E(s.Username)}" {(i == 0 ? "checked" : "")}><img src="/avatars/{E(s.Username)}.jpg" alt="" width="44" height="44">
            <span><b>{E(s.Username)}</b><small>{E(s.Name)} · {(s.CanConnect ? $"{s.Followers:N0} followers" : "personal account")}</small></span></label>
            """));
        return Frame("Sandbox consent", $"""
            <h1>Allow Social Selling to use your account?</h1><form method="post"><fieldset><legend>Which account</legend>{choices}</fieldset>
            {Rest(redirectUri, scope, state)}</form>
            """);
    }

    private static string Rest(string redirectUri, string scope, string state)
    {
        var scopes = string.Concat(scope.Split(',', ' ').Select(s => $"""
            <li><label><input type="checkbox" name="scope" value="{E(s)}" checked> {E(s.Replace("instagram_business_", "", StringComparison.Ordinal).Replace('_', ' '))}</label></li>
            """));
        return $"""
            <p>It will be able to:</p><ul>{scopes}</ul>
            <input type="hidden" name="redirect_uri" value="{E(redirectUri)}"><input type="hidden" name="state" value="{E(state)}">
            <div class="row"><button name="decision" value="allow" class="primary">Allow</button><button name="decision" value="deny">Cancel</button></div>
            """;
    }

    private static string E(string? text) => WebUtility.HtmlEncode(text ?? "");

    public static string Problem(string text) => Frame("Sandbox", $"<h1>This did not work</h1><p role=\"alert\">{WebUtility.HtmlEncode(text)}</p>");

    public static string Frame(string title, string inner) => $$"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{WebUtility.HtmlEncode(title)}}</title><link rel="icon" href="data:,">
        <link rel="stylesheet" href="/sandbox.css"></head><body class="consent"><main><p class="badge">Sandbox — stand-in for Meta</p>{{inner}}</main></body></html>
        """;
}
