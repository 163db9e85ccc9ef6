using GanCluster.Core.Rounds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace GanCluster.Telemetry.Page;

/// <summary>
/// POST /api/workers/NAME/drain. The token comes in the Authorization header alone: a browser sends that with no request that another
/// site's page makes, and no log of addresses has it.
/// </summary>
internal static class ControlRoutes
{
    /// <param name="refused">Told of each request that lacks the token.</param>
    internal static void Map(IEndpointRouteBuilder site, RunControl control, Action<RequestRefusal> refused) =>
        site.MapPost("/api/workers/{name}/drain", async (HttpContext context, string name) =>
        {
            if (control.Check(context.Request.Headers.Authorization) is { } refusal)
            {
                refused(refusal);
                return Refuse(context, refusal);
            }

            return await Drained(control, new WorkerId(name))
                ? Results.Text($"the node of {name} leaves after the round that is open", statusCode: StatusCodes.Status202Accepted)
                : Results.Text("no such worker is on a node that takes part here", statusCode: StatusCodes.Status404NotFound);
        });

    private static IResult Refuse(HttpContext context, RequestRefusal refusal)
    {
        if (refusal == RequestRefusal.WrongToken)
        {
            return Results.Text("this is not the run's token", statusCode: StatusCodes.Status403Forbidden);
        }

        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return Results.Text("give the run's token as Authorization: Bearer TOKEN", statusCode: StatusCodes.Status401Unauthorized);
    }

    /// <summary>A coordinator that ends answers no more.</summary>
    private static async Task<bool> Drained(RunControl control, WorkerId worker)
    {
        try
        {
            return await control.Drain(worker);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
