using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static SocialSelling.Browser.Steps;

namespace SocialSelling.Browser;

public sealed partial class MainJobTests
{
    [Fact]
    public async Task A_post_that_was_begun_is_found_again_saves_itself_and_is_scheduled_at_the_time_it_has()
    {
        const string Shop = "clay.studio";
        await product.Meta.AddShop(Shop);
        var page = await product.Open();
        await SignUp(page);
        await Connect(page, Shop);
        var form = page.GetByRole(AriaRole.Form, new() { Name = "New post" });
        var caption = page.GetByRole(AriaRole.Textbox, new() { Name = "Caption" });

        // What was written is there again after the page was loaded anew.
        await page.GotoAsync("/calendar?compose=new");
        await caption.FillAsync("Bowls");
        await page.Locator("input[type=file]").SetInputFilesAsync(product.Picture);
        await Expect(form.GetByRole(AriaRole.Button, new() { NameRegex = Remove() })).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByText("This is the post you had begun.")).ToBeVisibleAsync();
        await Product.Show(page, "composer");
        await Expect(caption).ToHaveValueAsync("Bowls");
        await Expect(form.GetByRole(AriaRole.Button, new() { NameRegex = Remove() })).ToBeVisibleAsync();

        // Escape closes what is on top, and not what is below it.
        await page.GetByRole(AriaRole.Button, new() { Name = "From the library" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(1);
        await Expect(caption).ToHaveValueAsync("Bowls");

        // A draft keeps its time, and saves itself while it is changed.
        await page.GetByRole(AriaRole.Button, new() { Name = "Tomorrow at 9" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Drafts" }).GetByRole(AriaRole.Button, new() { NameRegex = Bowls() }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await Expect(page.GetByLabel("Time of day")).ToHaveValueAsync("09:00");
        await caption.FillAsync("Bowls and plates");
        await Expect(page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(caption).ToHaveValueAsync("Bowls and plates");

        await page.GetByRole(AriaRole.Button, new() { Name = "Schedule", Exact = true }).ClickAsync();
        await Expect(page.GetByText(ScheduledFor()).First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Drafts" })).Not.ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_file_whose_original_was_removed_is_shown_and_cannot_be_taken_for_another_post()
    {
        const string Shop = "slate.board";
        await product.Meta.AddShop(Shop);
        var page = await product.Open();
        var email = await SignUp(page);
        await Connect(page, Shop);
        await page.GetByRole(AriaRole.Link, new() { Name = "Library" }).First.ClickAsync();
        await page.Locator("input[type=file]").SetInputFilesAsync(product.Picture);
        var name = Path.GetFileName(product.Picture);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"{name}, picture", Exact = true })).ToBeVisibleAsync();

        await product.LoseOriginals(email);
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"{name}, picture, Original removed", Exact = true }).ClickAsync();
        var drawer = page.GetByRole(AriaRole.Dialog);
        await Expect(drawer.GetByText("The original was removed on November 1, 2026")).ToBeVisibleAsync();
        await Expect(drawer.GetByRole(AriaRole.Img, new() { Name = name })).ToBeVisibleAsync();
        await Expect(drawer.GetByRole(AriaRole.Link, new() { Name = "Download" })).Not.ToBeVisibleAsync();
        await Product.Show(page, "original-removed");

        await page.GotoAsync("/calendar?compose=new");
        await page.GetByRole(AriaRole.Button, new() { Name = "From the library" }).ClickAsync();
        var file = page.GetByRole(AriaRole.Button, new() { Name = $"{name}, picture, Original removed", Exact = true });
        await Expect(file).ToBeDisabledAsync();
        // Its reason is told to whoever tries.
        await file.ClickAsync(new() { Force = true });
        await Expect(page.GetByText($"{name} cannot be used again: its original was removed on November 1, 2026", new() { Exact = false })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Take", Exact = true })).ToBeDisabledAsync();
        await Product.Show(page, "original-not-taken");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_template_is_saved_without_sending_the_post_on_its_way()
    {
        const string Shop = "amber.soap";
        await product.Meta.AddShop(Shop);
        var page = await product.Open();
        await SignUp(page);
        await Connect(page, Shop);
        await page.GotoAsync("/calendar?compose=new");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Caption" }).FillAsync("Soap of the month");
        await page.Locator("input[type=file]").SetInputFilesAsync(product.Picture);
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = Remove() })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Tomorrow at 9" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a template" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Save as a template" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name of the template" }).FillAsync("Monthly");
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Save as a template" }).GetByRole(AriaRole.Button, new() { Name = "Save as a template" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Use a template" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Manage templates" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Monthly" }).ClickAsync();
        var template = page.GetByRole(AriaRole.Form, new() { Name = "Monthly" });
        List<string> sent = [];
        page.Request += (_, request) => sent.Add($"{request.Method} {new Uri(request.Url).AbsolutePath}");
        await template.GetByRole(AriaRole.Textbox, new() { Name = "Name of the template" }).FillAsync("Every month");
        await template.GetByRole(AriaRole.Textbox, new() { Name = "Name of the template" }).PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Every month" })).ToBeVisibleAsync();
        Assert.DoesNotContain("POST /api/posts", sent);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_post_that_was_begun_keeps_its_words_when_its_account_is_not_there_any_more()
    {
        const string Shop = "cedar.box";
        await product.Meta.AddShop(Shop);
        var page = await product.Open();
        await SignUp(page);
        await Connect(page, Shop);
        await page.GotoAsync("/calendar?compose=new");
        var caption = page.GetByRole(AriaRole.Textbox, new() { Name = "Caption" });
        await caption.FillAsync("Boxes of cedar");

        // As the tab kept it of an account that was taken away meanwhile.
        await page.EvaluateAsync("""
            () => {
              const key = Object.keys(sessionStorage).find(key => key.startsWith('ssell.post.'))
              sessionStorage.setItem(key, sessionStorage.getItem(key).replace(/"accountId":"[^"]*"/, `"accountId":"${crypto.randomUUID()}"`))
            }
            """);
        await page.ReloadAsync();

        await Expect(caption).ToHaveValueAsync("Boxes of cedar");
        await Expect(page.GetByRole(AriaRole.Form, new() { Name = "New post" }).GetByRole(AriaRole.Combobox, new() { Name = "Account" })).ToHaveValueAsync($"@{Shop}");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_draft_that_two_people_write_is_taken_over_by_whoever_was_told_and_saves_again()
    {
        const string Shop = "quiet.loom";
        await product.Meta.AddShop(Shop);
        var page = await product.Open();
        await SignUp(page);
        await Connect(page, Shop);
        await page.GotoAsync("/calendar?compose=new");
        var caption = page.GetByRole(AriaRole.Textbox, new() { Name = "Caption" });
        await caption.FillAsync("Rugs");
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync(), response => response.Request.Method == "POST" && response.Url.EndsWith("/api/posts", StringComparison.Ordinal));
        var draft = $"/calendar?compose={(await answer.JsonAsync())!.Value.GetProperty("id").GetString()}";

        // What was saved by itself and is taken back is not left behind without a word.
        await page.GotoAsync(draft);
        await caption.FillAsync("Rugs and throws");
        await Expect(page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        var undecided = new TaskCompletionSource();
        await page.RouteAsync("**/api/posts/*", async route =>
        {
            await undecided.Task;
            await route.ContinueAsync();
        });
        await caption.FillAsync("Rugs");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Discard this post?" }).GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        undecided.SetResult();
        await Expect(page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

        var elsewhere = await page.Context.NewPageAsync();
        await elsewhere.GotoAsync(draft);
        await elsewhere.GetByRole(AriaRole.Textbox, new() { Name = "Caption" }).FillAsync("Rugs of wool");
        await elsewhere.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(elsewhere.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        // Told, and not taken over by itself.
        await caption.FillAsync("Rugs of linen");
        await Expect(page.GetByText("Somebody else changed this post meanwhile")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await page.GotoAsync(draft);
        await Expect(caption).ToHaveValueAsync("Rugs of linen");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_post_comes_again_until_that_is_stopped()
    {
        const string Shop = "weekly.bread";
        await product.Meta.AddShop(Shop);
        var page = await product.Open();
        await SignUp(page);
        await Connect(page, Shop);

        await page.GotoAsync("/calendar?compose=new");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Caption" }).FillAsync("Rye on Saturdays");
        await page.Locator("input[type=file]").SetInputFilesAsync(product.Picture);
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = Remove() })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Tomorrow at 9" }).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Repeat" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Every week" }).ClickAsync();
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Schedule", Exact = true }).ClickAsync(), response => response.Request.Method == "POST" && response.Url.EndsWith("/api/posts", StringComparison.Ordinal));
        await Expect(page.GetByText(ScheduledFor()).First).ToBeVisibleAsync();

        await page.GotoAsync($"/calendar?post={(await answer.JsonAsync())!.Value.GetProperty("id").GetString()}");
        await Expect(page.GetByText("It comes again every week")).ToBeVisibleAsync();

        // An hour and a half later from now on.
        await page.GetByRole(AriaRole.Button, new() { Name = "Change how it repeats" }).ClickAsync();
        var time = page.GetByRole(AriaRole.Form, new() { Name = "Change how it repeats" }).GetByLabel("Time of day");
        await Expect(time).ToBeFocusedAsync();
        await time.FillAsync("10:30");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("It comes again every week · 10:30")).ToBeVisibleAsync();
        await Product.Show(page, "series");

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop repeating" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Stop repeating this post?" }).GetByRole(AriaRole.Button, new() { Name = "Stop repeating" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Repeat" }).GetByText("It does not come again any more.")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_post_is_moved_by_hand_and_by_keyboard_and_back_again()
    {
        const string Shop = "plum.jam";
        await product.Meta.AddShop(Shop);
        var page = await product.Open();
        await SignUp(page);
        await Connect(page, Shop);
        await page.GotoAsync("/calendar?compose=new");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Caption" }).FillAsync("Plums");
        await page.GetByRole(AriaRole.Button, new() { Name = "Tomorrow at 9" }).ClickAsync();
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync(), response => response.Request.Method == "POST" && response.Url.EndsWith("/api/posts", StringComparison.Ordinal));
        var draft = (await answer.JsonAsync())!.Value;
        var day = draft.GetProperty("localTime").GetDateTime().Date;

        // By keyboard from its drawer, to a week of which no day is over.
        await page.GotoAsync($"/calendar?view=week&at={day.AddDays(14):yyyy-MM-dd}&post={draft.GetProperty("id").GetString()}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move to" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var date = page.GetByRole(AriaRole.Form, new() { Name = "Move to" }).GetByLabel("Date");
        await Expect(date).ToBeFocusedAsync();
        await date.FillAsync($"{day.AddDays(14):yyyy-MM-dd}");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Form, new() { Name = "Move to" })).Not.ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Move to" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).Not.ToBeVisibleAsync();
        var days = page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Region).Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Level = 3 }) });
        await Expect(days).ToHaveCountAsync(7);
        await Expect(On(days, day.AddDays(14)).GetByRole(AriaRole.Button, new() { NameRegex = Plums() })).ToBeVisibleAsync();

        // By hand to the day beside it, and back.
        var beside = day.AddDays(day.DayOfWeek == DayOfWeek.Saturday ? 13 : 15);
        await On(days, day.AddDays(14)).GetByRole(AriaRole.Button, new() { NameRegex = Plums() }).DragToAsync(On(days, beside));
        await Expect(On(days, beside).GetByRole(AriaRole.Button, new() { NameRegex = Plums() })).ToBeVisibleAsync();
        await Product.Show(page, "week");
        await page.GetByRole(AriaRole.Alert).Filter(new() { HasText = $"Moved to {beside.ToString("ddd, MMM d", CultureInfo.InvariantCulture)}" }).GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(On(days, day.AddDays(14)).GetByRole(AriaRole.Button, new() { NameRegex = Plums() })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_post_that_was_cancelled_is_found_by_its_state_and_put_on_its_way_again()
    {
        const string Shop = "fig.press";
        await product.Meta.AddShop(Shop);
        var page = await product.Open();
        await SignUp(page);
        await Connect(page, Shop);
        await page.GotoAsync("/calendar?compose=new");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Caption" }).FillAsync("Figs for @ana.bento");
        await Expect(page.GetByText("0 of 30 hashtags · 1 of 20 mentions")).ToBeVisibleAsync();
        await page.Locator("input[type=file]").SetInputFilesAsync(product.Picture);
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = Remove() })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Tomorrow at 9" }).ClickAsync();
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Schedule", Exact = true }).ClickAsync(), response => response.Request.Method == "POST" && response.Url.EndsWith("/api/posts", StringComparison.Ordinal));
        var post = (await answer.JsonAsync())!.Value;

        await page.GotoAsync($"/calendar?view=week&at={post.GetProperty("localTime").GetDateTime():yyyy-MM-dd}&post={post.GetProperty("id").GetString()}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel post" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Cancel post" }).GetByRole(AriaRole.Button, new() { Name = "Cancel post" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Schedule again" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        // By keyboard: only what is cancelled.
        var totals = page.GetByRole(AriaRole.Group, new() { Name = "Posts by status" });
        var cancelled = totals.GetByRole(AriaRole.Button, new() { Name = "Cancelled" });
        await Expect(cancelled).ToHaveTextAsync("Cancelled 1");
        await cancelled.PressAsync("Enter");
        await Expect(cancelled).ToHaveAttributeAsync("aria-pressed", "true");
        await Product.Show(page, "only-cancelled");
        var shown = page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { NameRegex = Figs() });
        await shown.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Schedule again" }).ClickAsync();
        await page.GetByRole(AriaRole.Form, new() { Name = "Schedule again" }).GetByRole(AriaRole.Button, new() { Name = "Schedule", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Move to" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await Expect(shown).ToHaveCountAsync(0);
        await totals.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await Expect(shown).ToBeVisibleAsync();
        await Expect(totals.GetByRole(AriaRole.Button, new() { Name = "Scheduled" })).ToHaveTextAsync("Scheduled 1");
        await page.Context.CloseAsync();
    }

    private static ILocator On(ILocator days, DateTime day) => days.And(days.Page.GetByRole(AriaRole.Region, new() { Name = day.ToString("dddd, MMMM d", CultureInfo.InvariantCulture) }));

    [GeneratedRegex("Plums")]
    private static partial Regex Plums();

    [GeneratedRegex("Figs")]
    private static partial Regex Figs();

    [GeneratedRegex("^Remove ")]
    private static partial Regex Remove();

    [GeneratedRegex("Bowls")]
    private static partial Regex Bowls();
}
