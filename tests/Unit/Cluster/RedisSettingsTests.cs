using SocialSelling.Hosting;

namespace SocialSelling.Cluster;

public sealed class RedisSettingsTests
{
    [Theory]
    [InlineData("redis://:s%40cret@redis:6380", "Unspecified/redis:6380", "s@cret", false)]
    [InlineData("rediss://app:pw@redis", "Unspecified/redis:6379", "pw", true)]
    [InlineData("redis:6379,password=pw", "Unspecified/redis:6379", "pw", false)]
    [InlineData("redis://127.0.0.1:6379", "127.0.0.1:6379", null, false)]
    public void Both_ways_to_write_an_address_are_understood(string url, string endpoint, string? password, bool tls)
    {
        var options = new RedisSettings { Url = url }.Options();

        Assert.Equal((endpoint, password, tls), (Assert.Single(options.EndPoints).ToString()!, options.Password, options.Ssl));
    }
}
