using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SocialSelling.Identity;
using static Microsoft.Playwright.Assertions;
using static SocialSelling.Browser.Steps;

namespace SocialSelling.Browser;

public sealed partial class MainJobTests
{
    [Fact]
    public async Task A_second_step_is_set_up_by_keyboard_and_a_password_is_not_changed_for_itself()
    {
        var page = await product.Open();
        await SignUp(page);
        await page.GotoAsync("/settings/security");

        await page.GetByLabel("Current password").FillAsync("Correct-Horse-7");
        await page.GetByLabel("New password").FillAsync("Correct-Horse-7");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("This is the password that you have now. Choose another one.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Your password, to be sure that it is you")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Correct-Horse-7");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Code of the app")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(CodeOf(await page.GetByText("Key: ").InnerTextAsync()));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copy" })).ToBeFocusedAsync();
        await Product.Show(page, "recovery-codes");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "New recovery codes" })).ToBeFocusedAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_link_to_a_new_password_that_does_not_count_leads_to_another_one()
    {
        var page = await product.Open();
        await page.GotoAsync("/reset-password#x");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync("Better-Horse-8");
        await page.Keyboard.PressAsync("Enter");

        await page.GetByRole(AriaRole.Link, new() { Name = "Ask for a new link" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/forgot-password$"));
        await page.Context.CloseAsync();
    }

    /// <summary>What an authenticator app shows for this key now.</summary>
    private static string CodeOf(string key)
    {
        var bits = string.Concat(Key().Match(key).Value.Where(char.IsAsciiLetterOrDigit).Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return Totp.CodeAt([.. bits.Chunk(8).Where(octet => octet.Length == 8).Select(octet => Convert.ToByte(new string(octet), 2))], TimeProvider.System.GetUtcNow());
    }

    [GeneratedRegex("(?<=Key: ).*")]
    private static partial Regex Key();
}
