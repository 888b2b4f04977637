using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SocialSelling.Browser;

public sealed partial class MainJobTests
{
    /// <summary>One walk through what people do besides answering; at each stop nothing is wider than the screen, and axe finds nothing serious.</summary>
    [Theory]
    [InlineData(1440, 900, "luna.ceramics")]
    [InlineData(390, 844, "atelier.rosa")]
    public async Task Every_screen_fits_and_is_accessible(int width, int height, string shop)
    {
        var page = await product.Open(width, height);
        await SignUp(page);
        // Before that, the question whether somebody is signed in was answered with 401, which the browser calls an error.
        List<string> complaints = [];
        page.Console += (_, said) => { if (said.Type == "error") complaints.Add(said.Text); };
        await Check(page, "the inbox without an account");
        await Connect(page, shop);
        await Check(page, "accounts");
        await product.Meta.Write(shop, "sofia.w", "Do you have the linen apron in grey?", ago: TimeSpan.FromHours(2));
        await product.Meta.Write(shop, "sofia.w", "And how long is it?");

        // A label is made where labels are managed, and put on the conversation by keyboard.
        await Go(page, "Inbox");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Filters() }).ClickAsync();
        await Check(page, "filters");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Manage() }).ClickAsync();
        await page.GetByLabel("New label").FillAsync("Linen");
        await page.GetByLabel("New label").PressAsync("Enter");
        await Expect(page.GetByLabel("Name: Linen")).ToBeVisibleAsync();
        await Check(page, "labels");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).Not.ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = Apron() }).ClickAsync();
        await Expect(page.GetByText("And how long is it?").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("l");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Linen" }).CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await Check(page, "a conversation");

        // A note is for colleagues: the customer gets nothing.
        await page.Keyboard.PressAsync("n");
        await page.GetByLabel("Note for colleagues").First.FillAsync("Grey comes back in spring.");
        await page.GetByLabel("Note for colleagues").First.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "Note from Ana" }).First).ToContainTextAsync("Grey comes back in spring.");
        await Check(page, "a note");
        Assert.All(await product.Meta.Messages(shop, "sofia.w"), m => Assert.NotEqual("Grey comes back in spring.", m.GetProperty("text").GetString()));

        // What was found opens where it was said.
        await Go(page, "Inbox");
        await page.GetByLabel("Search messages and people").FillAsync("linen apron");
        var hit = page.GetByRole(AriaRole.Region, new() { Name = "Messages", Exact = true }).GetByRole(AriaRole.Link);
        await Expect(hit).ToBeVisibleAsync();
        await Check(page, "search results");
        await hit.ClickAsync();
        await Expect(page.GetByLabel("Messages with Sofia Weber").GetByText("linen apron")).ToBeInViewportAsync();
        await Check(page, "a message that was found");

        // A comment is answered for all to see.
        var post = await product.Meta.AddPost(shop, "Aprons, all of them linen");
        await Go(page, "Comments");
        await product.Meta.Comment(shop, post, "pablo.g", "¿Cuánto cuesta?");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = Price() }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Reply to pablo.g" }).ClickAsync();
        await page.GetByLabel("Write a reply for all to see").FillAsync("34 € 🙂");
        await Check(page, "a comment");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = shop }).GetByText("34 €")).ToBeVisibleAsync();

        await Go(page, "Calendar");
        await Check(page, "the calendar");
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    private static Task Go(IPage page, string name) => page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();

    private static async Task Check(IPage page, string where)
    {
        await Expect(page.GetByRole(AriaRole.Main)).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{where} scrolls sideways");
        // Colours are judged when they have come to rest.
        await page.EvaluateAsync("Promise.all(document.getAnimations().map(a => a.finished.catch(() => {})))");
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{where}: {v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Html))}"));
    }

    [GeneratedRegex("^Filters")]
    private static partial Regex Filters();

    [GeneratedRegex("[Ll]abels")]
    private static partial Regex Manage();

    [GeneratedRegex("how long is it")]
    private static partial Regex Apron();

    [GeneratedRegex("Cuánto cuesta")]
    private static partial Regex Price();
}
