using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static SocialSelling.Browser.Steps;

namespace SocialSelling.Browser;

public sealed partial class MainJobTests
{
    [Fact]
    public async Task A_comment_appears_by_itself_and_is_answered_for_all_and_privately()
    {
        const string Shop = "verde.market";
        var page = await product.Open();
        await SignUp(page);
        await Connect(page, Shop);
        var post = await product.Meta.AddPost(Shop, "The first oranges");
        await page.GetByRole(AriaRole.Link, new() { Name = "Comments" }).First.ClickAsync();
        await Expect(page.GetByText("Everything is answered")).ToBeVisibleAsync();

        // A customer comments, and it is there without a reload.
        await product.Meta.Comment(Shop, post, "joao.lima", "São doces?");
        await page.GetByRole(AriaRole.Link, new() { Name = "São doces?" }).ClickAsync();
        var comment = page.GetByRole(AriaRole.Article, new() { Name = "joao.lima" });
        await Expect(comment.GetByText("To answer")).ToBeVisibleAsync();

        // By keyboard, for all to see.
        await page.Keyboard.PressAsync("r");
        await page.GetByLabel("Write a reply for all to see").FillAsync("Muito doces!");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = Shop }).GetByText("Muito doces!")).ToBeVisibleAsync();
        await Expect(comment.GetByText("To answer")).Not.ToBeVisibleAsync();
        Assert.Equal(["São doces?", "Muito doces!"], (await product.Meta.Comments(Shop)).Select(c => c.GetProperty("text").GetString()));

        // And once by direct message, which leads to the conversation.
        await page.GetByRole(AriaRole.Button, new() { Name = "Private reply to joao.lima" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Message").FillAsync("Guardo uma caixa para você?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send message" }).ClickAsync();
        await comment.GetByRole(AriaRole.Link, new() { Name = "Conversation" }).ClickAsync();
        await Expect(page.GetByText("Guardo uma caixa para você?").First).ToBeVisibleAsync();
        Assert.Single(await product.Meta.Messages(Shop, "joao.lima"));
        await page.Context.CloseAsync();
    }
}
