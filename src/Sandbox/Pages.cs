using System.Net;
using SocialSelling.Sandbox.OAuth;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox;

/// <summary>What a browser may look at besides the page to play the customer: pictures, faces, one post.</summary>
internal static class Pages
{
    private const string Html = "text/html; charset=utf-8";

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health", () => "ok");
        app.MapGet("/avatars/{username}.jpg", (string username) => Results.Bytes(Faces.Of(username), "image/jpeg"));
        app.MapGet("/pictures/{id}.jpg", (string id, Store store) => store.Read(w => w.Media.Find(m => m.Id == id)?.Picture) is { } picture ? Results.Bytes(picture, "image/jpeg") : Results.NotFound());
        app.MapGet("/p/{id}", Post);
    }

    /// <summary>Where the permalink of a post leads.</summary>
    private static IResult Post(string id, Store store) => store.Read(world =>
    {
        if (world.Media.Find(m => m.Id == id) is not { } medium) return Results.Content(ConsentPage.Problem("There is no such post."), Html, statusCode: 404);
        var shop = world.Shops.Find(s => s.Id == medium.ShopId)!;
        var picture = medium.Picture is null ? "" : $"""<img src="/pictures/{medium.Id}.jpg" alt="Picture of the post">""";
        var comments = string.Concat(world.Comments.Where(c => c.MediaId == id).Select(c => $"<li><b>{E(c.Author)}</b> {E(c.Text)}</li>"));
        return Results.Content(ConsentPage.Frame($"{shop.Name} in the Sandbox", $"""
            <article class="single post"><h1>{E(shop.Username)}</h1>{picture}<p>{E(medium.Caption)}<time datetime="{medium.PublishedAt:O}">{medium.PublishedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC</time></p>
            <ul class="comments">{comments}</ul></article><p><a href="/">Play the customer</a></p>
            """), Html);
    });

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
