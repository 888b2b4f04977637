using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SocialSelling.Browser;

/// <summary>What every walk through the product begins with.</summary>
internal static class Steps
{
    /// <returns>The e-mail address.</returns>
    public static async Task<string> SignUp(IPage page)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        await page.GotoAsync("/register");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Ana");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("Correct-Horse-7");
        await Accept(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToBeVisibleAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("/register"));
        return email;
    }

    public static async Task Accept(IPage page)
    {
        foreach (var text in (string[])["I accept the terms of use", "I have read the privacy policy"]) await page.GetByRole(AriaRole.Checkbox, new() { Name = text }).CheckAsync();
    }

    public static async Task Connect(IPage page, string shop)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Accounts" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect account" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new Regex("^With Instagram") }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex(Regex.Escape(shop)) }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Expect(page.GetByText($"@{shop} is connected", new() { Exact = false }).First).ToBeVisibleAsync();
    }
}
