using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static SocialSelling.Browser.Steps;

namespace SocialSelling.Browser;

public abstract partial class ScreensTests
{
    [Fact]
    public async Task Whoever_is_in_several_workspaces_sees_which_and_goes_from_one_to_another()
    {
        var (mugs, hats) = ($"mugs.{width}", $"hats.{width}");
        await product.Meta.AddShop(mugs);
        await product.Meta.AddShop(hats);
        var page = await product.Open(width, height);
        await SignUp(page);
        await Connect(page, mugs);
        await product.Meta.Write(mugs, "sofia.w", "Is the mug still there?");
        await Expect(Switcher(page)).Not.ToBeVisibleAsync();

        // The new one is where its owner is from then on, on every page.
        await page.GotoAsync("/settings/team");
        await page.GetByRole(AriaRole.Button, new() { Name = "New workspace" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Hats by Hannah");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Switcher(page)).ToHaveAccessibleNameAsync("Workspace: Hats by Hannah. Change");
        await Check(page, "the team of another workspace");
        await Go(page, "Inbox");
        await Expect(page.GetByText("No messages yet")).ToBeVisibleAsync();
        await Connect(page, hats);
        await Expect(page.GetByRole(AriaRole.Main).GetByText($"@{mugs}")).Not.ToBeVisibleAsync();
        await product.Meta.Write(hats, "pablo.g", "Do you have a straw hat?");
        await Go(page, "Inbox");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = StrawHat() }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Log).GetByText("straw hat")).ToBeVisibleAsync();
        var hat = page.Url;

        // By keyboard to all of them together, and it stays so when the page is loaded again.
        if (width < 800) await page.GotoAsync("/inbox");
        await Switcher(page).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(Choice(page, "Hats by Hannah")).ToHaveAttributeAsync("aria-current", "true");
        await Expect(Choice(page, "Hats by Hannah")).ToBeFocusedAsync();
        await Check(page, "the workspaces to choose from");
        await Product.Show(page, $"workspaces-{width}");
        for (var steps = 0; steps < 2; steps++) await page.Keyboard.PressAsync("Shift+Tab");
        await Expect(Choice(page, "All workspaces")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/inbox$"));
        await page.ReloadAsync();
        await Expect(Switcher(page)).ToHaveAccessibleNameAsync("Workspace: All workspaces. Change");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = StrawHat() })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = Mug() })).ToBeVisibleAsync();

        // Settings are of one: which is asked.
        await page.GotoAsync("/settings/webhooks");
        await Expect(page.GetByText("Which workspace?")).ToBeVisibleAsync();
        await Check(page, "the question which workspace");
        await Switcher(page).First.ClickAsync();
        await Choice(page, "Ana").ClickAsync();
        await Expect(page.GetByText("Which workspace?")).Not.ToBeVisibleAsync();
        await Go(page, "Inbox");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = Mug() })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = StrawHat() })).Not.ToBeVisibleAsync();

        // What a link opens takes its person along.
        await page.GotoAsync(hat);
        await Expect(page.GetByRole(AriaRole.Log).GetByText("straw hat")).ToBeVisibleAsync();
        await Expect(Switcher(page)).ToHaveAccessibleNameAsync("Workspace: Hats by Hannah. Change");
        await page.Context.CloseAsync();
    }

    private static ILocator Choice(IPage page, string name) => page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = name });

    private protected static ILocator Switcher(IPage page) => page.GetByRole(AriaRole.Button, new() { NameRegex = Workspace() });

    [GeneratedRegex("^Workspace: ")]
    private static partial Regex Workspace();

    [GeneratedRegex("straw hat")]
    private static partial Regex StrawHat();

    [GeneratedRegex("Is the mug")]
    private protected static partial Regex Mug();
}

public sealed partial class DeskScreensTests
{
    [Fact]
    public async Task Whoever_may_only_look_is_offered_nothing_that_changes_something()
    {
        const string shop = "looks.only";
        await Product.Meta.AddShop(shop);
        var (owner, viewer) = (await Product.Open(), await Product.Open());
        var (ownersEmail, viewersEmail) = (await SignUp(owner), await SignUp(viewer));
        await Connect(owner, shop);
        await Product.Meta.Write(shop, "sofia.w", "Is the mug still there?");
        var post = await Product.Meta.AddPost(shop, "Mugs");
        await Product.Meta.Comment(shop, post, "pablo.g", "¿Cuánto cuesta?");
        await owner.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Library" }).ClickAsync();
        await owner.GetByLabel("Upload").Last.SetInputFilesAsync(Product.Picture);
        await Expect(owner.GetByText("1 file ·")).ToBeVisibleAsync();
        await Product.Join(viewersEmail, ownersEmail, "viewer");
        List<string> refused = [];
        viewer.Response += (_, answer) => { if (answer.Status == 403) refused.Add(answer.Url); };

        // Of their own workspace they are the owner: in the other one they look.
        await viewer.ReloadAsync();
        await Switcher(viewer).ClickAsync();
        await viewer.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button).Last.ClickAsync();
        await viewer.GetByRole(AriaRole.Link, new() { NameRegex = Mug() }).ClickAsync();
        await Expect(viewer.GetByRole(AriaRole.Log).GetByText("Is the mug")).ToBeVisibleAsync();
        await Expect(viewer.GetByText("lets you look at this, not change it")).ToBeVisibleAsync();
        await Expect(viewer.GetByRole(AriaRole.Textbox, new() { Name = "Write a message" })).Not.ToBeVisibleAsync();
        await Expect(viewer.GetByRole(AriaRole.Button, new() { Name = "Archive" })).Not.ToBeVisibleAsync();
        await Expect(viewer.GetByRole(AriaRole.Combobox, new() { Name = "Stage" })).ToBeDisabledAsync();
        await Check(viewer, "a conversation to look at");
        await Product.Show(viewer, "looking-1440");
        await viewer.Keyboard.PressAsync("e");

        await Go(viewer, "Comments");
        await viewer.GetByRole(AriaRole.Link, new() { NameRegex = Price() }).ClickAsync();
        await Expect(viewer.GetByRole(AriaRole.Article).First).ToBeVisibleAsync();
        await Expect(viewer.GetByRole(AriaRole.Button, new() { NameRegex = Reply() })).Not.ToBeVisibleAsync();
        await Check(viewer, "comments to look at");

        await Go(viewer, "Calendar");
        await Expect(viewer.GetByRole(AriaRole.Button, new() { Name = "Next month" })).ToBeVisibleAsync();
        await Expect(viewer.GetByRole(AriaRole.Button, new() { Name = "New post" })).Not.ToBeVisibleAsync();
        await Go(viewer, "Library");
        await viewer.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(viewer.GetByRole(AriaRole.Link, new() { Name = "Download" })).ToBeVisibleAsync();
        await Expect(viewer.GetByRole(AriaRole.Button, new() { Name = "Delete" })).Not.ToBeVisibleAsync();
        await Check(viewer, "a file to look at");
        await viewer.Keyboard.PressAsync("Escape");
        await Expect(viewer.GetByRole(AriaRole.Button, new() { Name = "Upload" })).Not.ToBeVisibleAsync();
        await viewer.GotoAsync("/settings/webhooks");
        await Expect(viewer.GetByText("Not for your role")).ToBeVisibleAsync();

        // Nothing was asked for that the server had to refuse.
        Assert.Empty(refused);
        foreach (var page in (IPage[])[owner, viewer]) await page.Context.CloseAsync();
    }

    [GeneratedRegex("^Reply")]
    private static partial Regex Reply();
}
