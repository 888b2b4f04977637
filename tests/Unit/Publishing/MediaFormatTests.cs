namespace SocialSelling.Publishing;

public sealed class MediaFormatTests
{
    [Theory]
    [InlineData("FFD8FFE000104A46494600010100", "a.jpg", "image/jpeg", "image/jpeg")]
    [InlineData("FFD8FFE000104A46494600010100", "a.jpeg", "image/jpg", "image/jpeg")]
    [InlineData("FFD8FFE000104A46494600010100", "no ending", "image/jpeg", "image/jpeg")]
    [InlineData("000000206674797069736F6D0000", "a.mp4", "video/mp4", "video/mp4")]
    [InlineData("000000206674797069736F6D0000", "voice.m4a", "audio/mp4", "audio/mp4")]
    [InlineData("000000206674797069736F6D0000", "voice.mp4", "audio/mp4", "audio/mp4")]
    [InlineData("000000206674797071742020", "a.MOV", "video/quicktime", "video/quicktime")]
    [InlineData("00000020667479704D344120", "a.m4a", "audio/x-m4a", "audio/mp4")]
    [InlineData("FFF15080", "a.aac", "audio/aac", "audio/aac")]
    [InlineData("FFFB9064", "a.mp3", "audio/mpeg", "audio/mpeg")]
    [InlineData("49443304", "a.mp3", "audio/mp3", "audio/mpeg")]
    [InlineData("4F676753", "a.ogg", "audio/ogg", "audio/ogg")]
    [InlineData("524946462400000057415645", "a.wav", "audio/x-wav", "audio/wav")]
    [InlineData("524946462400000057454250", "a.webp", "image/webp", "image/webp")]
    public void Bytes_name_and_declared_type_agree_on_one_format(string head, string name, string declared, string type) =>
        Assert.Equal(type, MediaFormat.Agree(Convert.FromHexString(head), name, declared).Get().MimeType);

    [Theory]
    [InlineData("000000206674797068656963", "a.heic", "image/heic", "no file that can be used")]
    [InlineData("4D5A90000300000004000000", "a.jpg", "image/jpeg", "no file that can be used")]
    [InlineData("504B030414000000", "a.jpg", "image/jpeg", "no file that can be used")]
    [InlineData("000000206674797069736F6D0000", "a.jpg", "image/jpeg", "its declared type is image/jpeg")]
    [InlineData("FFD8FFE000104A46494600010100", "a.html", "image/jpeg", "its name ends in .html")]
    public void What_does_not_agree_is_named(string head, string name, string declared, string named) =>
        Assert.Contains(named, MediaFormat.Agree(Convert.FromHexString(head), name, declared).Error!.Detail, StringComparison.Ordinal);
}
