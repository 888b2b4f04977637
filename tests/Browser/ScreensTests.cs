using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static SocialSelling.Browser.Steps;

namespace SocialSelling.Browser;

/// <summary>Every page, as people come to it on a desk.</summary>
public sealed partial class DeskScreensTests(Product product) : ScreensTests(product, 1440, 900, "luna.ceramics"), IClassFixture<Product>;

/// <summary>The same on a telephone, at the same time.</summary>
public sealed class TelephoneScreensTests(Product product) : ScreensTests(product, 390, 844, "atelier.rosa"), IClassFixture<Product>;

/// <summary>Every page, as people come to it.</summary>
public abstract partial class ScreensTests(Product product, int width, int height, string shop)
{
    private protected Product Product => product;

    /// <summary>One walk through what people do besides answering; at each stop nothing is wider than the screen, and axe finds nothing serious.</summary>
    [Fact]
    public async Task Every_screen_fits_and_is_accessible()
    {
        var page = await product.Open(width, height);
        var email = await SignUp(page);
        // Before that, the question whether somebody is signed in was answered with 401, which the browser calls an error.
        List<string> complaints = [];
        page.Console += (_, said) => { if (said.Type == "error") complaints.Add($"{said.Text} {said.Location}"); };
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
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = Apron() })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = Apron() }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Log).GetByText("And how long is it?")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("l");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Linen" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Linen" })).ToBeCheckedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Check(page, "a conversation");

        // A note is for colleagues: the customer gets nothing.
        await page.Keyboard.PressAsync("n");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Note for colleagues" }).First.FillAsync("Grey comes back in spring.");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Note for colleagues" }).First.PressAsync("Enter");
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
        await page.GetByRole(AriaRole.Button, new() { Name = "Reply to pablo.g", Exact = true }).ClickAsync();
        await page.GetByLabel("Write a reply for all to see").FillAsync("34 € 🙂");
        await Check(page, "a comment");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = shop }).GetByText("34 €")).ToBeVisibleAsync();

        // What answers by itself is tried on what was said, before it is switched on.
        await Go(page, "Automation");
        await page.GetByRole(AriaRole.Button, new() { Name = "New rule" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Length");
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = "Keywords" }).FillAsync("how long");
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = "Keywords" }).PressAsync("Enter");
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Answer" }).FillAsync("90 cm, {{first_name}}.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Try it on past messages" }).ClickAsync();
        await Expect(page.GetByText("90 cm, Sofia.")).ToBeVisibleAsync();
        await Check(page, "a rule");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save rule" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).Not.ToBeVisibleAsync();
        await Check(page, "automation");

        // Somebody who was asked to come stands in the team, and takes a seat.
        await page.GotoAsync("/settings/team");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "E-mail" }).FillAsync($"a-colleague-with-a-rather-long-address.{email}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        await Expect(page.GetByText("is on its way")).ToBeVisibleAsync();
        await Expect(page.GetByText("2, without limit")).ToBeVisibleAsync();
        await Check(page, "an invitation");

        // Texts that have changed stand before everything else, once; who does not agree finds the way out there.
        await product.AgreedToOthers(email);
        await page.GotoAsync("/inbox");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Before you go on" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I do not agree" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Delete my account" })).ToBeVisibleAsync();
        await Check(page, "texts that have changed");
        await Product.Show(page, $"consenting-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.GetByText("Accept the terms of use to go on.")).ToBeVisibleAsync();
        await Accept(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Navigation)).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Navigation)).ToBeVisibleAsync();

        await product.MakeOperator(email);
        // The language is chosen in the menu of the user.
        await Everywhere(page, Inside, async language =>
        {
            await page.GotoAsync("/inbox");
            await page.GetByRole(AriaRole.Button, new() { NameRegex = Menu() }).ClickAsync();
            await Check(page, $"the user's menu before {language}");
            await page.Locator($"[lang={language}]").Last.ClickAsync();
        });
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_screen_before_the_login_fits_and_is_accessible()
    {
        var page = await product.Open(width, height);
        await Everywhere(page, Outside, async language =>
        {
            await page.GotoAsync("/login");
            await page.Locator($"[lang={language}]").Last.ClickAsync();
        });
        await page.Context.CloseAsync();
    }

    /// <summary>By keyboard, from the button to the accounts; looked at in each language.</summary>
    [Fact]
    public async Task Accounts_that_were_allowed_at_Facebook_are_chosen_and_nothing_is_ticked_beforehand()
    {
        List<string> shops = [$"choosing.{width}.one", $"choosing.{width}.two", $"choosing.{width}.three-with-a-rather-long-name"];
        foreach (var allowed in shops) await product.Meta.AddShop(allowed);
        var page = await product.Open(width, height);
        await SignUp(page);
        await page.GotoAsync("/accounts");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Connect account" }).First).ToBeEnabledAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect account" }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Menuitem, new() { NameRegex = Instagram() })).ToBeVisibleAsync();
        await Check(page, "the ways to connect");
        await page.GetByRole(AriaRole.Menuitem, new() { NameRegex = Facebook() }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Allow" })).ToBeVisibleAsync();
        foreach (var box in await page.Locator("input[name=shop]").AllAsync()) await box.UncheckAsync();
        foreach (var allowed in shops) await page.Locator($"input[name=shop][value='{allowed}']").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Choose accounts" })).ToBeVisibleAsync();
        var boxes = page.GetByRole(AriaRole.Checkbox);
        await Expect(boxes).ToHaveCountAsync(3);
        foreach (var box in await boxes.AllAsync()) await Expect(box).Not.ToBeCheckedAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Connect 0 accounts" })).ToBeDisabledAsync();
        var choice = new Uri(page.Url).PathAndQuery;
        await Everywhere(page, [choice], async language =>
        {
            await page.GotoAsync("/accounts");
            await page.GetByRole(AriaRole.Button, new() { NameRegex = Menu() }).ClickAsync();
            await page.Locator($"[lang={language}]").Last.ClickAsync();
        });
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Menu() }).ClickAsync();
        await page.Locator("[lang=en]").Last.ClickAsync();
        await page.GotoAsync(choice);

        await page.GetByRole(AriaRole.Checkbox, new() { Name = "@" + shops[0] }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "@" + shops[2] }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Check(page, "two that are chosen");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect 2 accounts" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByText("2 accounts connected")).ToBeVisibleAsync();
        await Check(page, "what came of the choice");
        await page.GetByRole(AriaRole.Link, new() { Name = "To the accounts" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "@" + shops[0] })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "@" + shops[1] })).Not.ToBeVisibleAsync();
        await Check(page, "accounts that came by Facebook");
        await page.GotoAsync(choice);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This choice is over" })).ToBeVisibleAsync();
        await Check(page, "a choice that is over");
        await page.Context.CloseAsync();
    }

    private static readonly string[] Languages = ["en", "pt", "es"];

    private static readonly string[] Inside =
    [
        "/inbox", "/comments", "/calendar", "/calendar?view=week", "/calendar?compose=new", "/library", "/notifications", "/automation", "/accounts", "/settings/security",
        "/settings/team", "/settings/notifications", "/settings/activity", "/settings/webhooks", "/settings/privacy", "/settings/api-keys", "/settings/profile",
        "/operators", "/operators?tab=parked", "/operators?tab=replays", "/operators?tab=signature", "/operators?tab=activity",
    ];

    private static readonly string[] Outside = ["/login", "/register", "/forgot-password", "/reset-password", "/reset-password#x", "/verify-email#x", "/change-email#x", "/revert-email#x", "/unsubscribe#x", "/terms", "/privacy"];

    /// <summary>
    /// Every page by its address. Each is seen in one language and one light on a desk, and in another language and the other light on a telephone:
    /// three times less of axe, which takes the time, and still each page, language and light. That it fits is asked in every language.
    /// </summary>
    private static async Task Everywhere(IPage page, string[] paths, Func<string, Task> speak)
    {
        var turn = page.ViewportSize!.Width < 800 ? 1 : 0;
        for (var language = 0; language < Languages.Length; language++)
        {
            await speak(Languages[language]);
            await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", Languages[language]);
            for (var path = 0; path < paths.Length; path++)
            {
                var light = (path + turn) % 2 == 0 ? ColorScheme.Light : ColorScheme.Dark;
                var where = $"{paths[path]} in {Languages[language]}, {light}";
                await page.EmulateMediaAsync(new() { ColorScheme = light });
                await page.GotoAsync(paths[path]);
                await Expect(page.GetByRole(AriaRole.Heading).First).ToBeVisibleAsync();
                if (paths[path].Contains("compose", StringComparison.Ordinal)) await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Form)).ToBeVisibleAsync();
                if ((path + turn) % Languages.Length == language) await Check(page, where);
                else await Fits(page, where);
                await Product.Show(page, NotInNames().Replace($"{paths[path]}-{Languages[language]}-{page.ViewportSize.Width}", "-"));
            }
        }
    }

    /// <summary>What passed is not described: that is most of axe's work, and nobody reads it.</summary>
    private static readonly AxeRunOptions OnlyViolations = new() { ResultTypes = [ResultType.Violations] };

    private protected static Task Go(IPage page, string name) => page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();

    private protected static async Task Check(IPage page, string where)
    {
        await Fits(page, where);
        // Colours are judged when they have come to rest, and a fade may only be about to begin; what is wrong stays wrong.
        string[] found = [];
        for (var looks = 0; looks < 4; looks++)
        {
            await page.EvaluateAsync("() => new Promise(requestAnimationFrame).then(() => Promise.all(document.getAnimations().filter(a => a.effect?.getComputedTiming().endTime !== Infinity).map(a => a.finished.catch(() => {}))))");
            found = [.. (await page.RunAxe(OnlyViolations)).Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{where}: {v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Html))}")];
            if (found.Length == 0) return;
        }
        Assert.Fail(string.Join('\n', found));
    }

    private static async Task Fits(IPage page, string where)
    {
        await Expect(page.GetByRole(AriaRole.Main)).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{where} scrolls sideways");
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();

    [GeneratedRegex("^With Instagram")]
    private static partial Regex Instagram();

    [GeneratedRegex("^With Facebook")]
    private static partial Regex Facebook();

    [GeneratedRegex("^Men[uú]")]
    private static partial Regex Menu();

    [GeneratedRegex("^Filters")]
    private static partial Regex Filters();

    [GeneratedRegex("[Ll]abels")]
    private static partial Regex Manage();

    [GeneratedRegex("how long is it")]
    private static partial Regex Apron();

    [GeneratedRegex("Cuánto cuesta")]
    private protected static partial Regex Price();
}
