// Drives the local Lex V2 runtime with the JavaScript SDK, as its documentation shows it.
// Standard input: {url, calls: [[command, input]]} or {url, conversation: {address, script}}; standard
// output: what came of it, as JSON. A script holds events to send and {wait: "IntentResultEvent"}.
import { setDefaultResultOrder } from "node:dns";
import { text } from "node:stream/consumers";
import * as lex from "@aws-sdk/client-lex-runtime-v2";

setDefaultResultOrder("ipv4first");
const { url, calls, conversation } = JSON.parse(await text(process.stdin));
const client = new lex.LexRuntimeV2Client({
  endpoint: url,
  region: "us-east-1",
  maxAttempts: 1,
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});

const problem = (error) => ({ error: error.name, message: error.message });

async function call([command, input]) {
  try {
    if (input.inputStream) input.inputStream = Buffer.from(input.inputStream);
    const { $metadata, audioStream, ...answer } = await client.send(new lex[command](input));
    const audio = audioStream && Buffer.from(await audioStream.transformToByteArray()).length;
    return { status: $metadata.httpStatusCode, audio, ...answer };
  } catch (error) {
    return problem(error);
  }
}

async function converse({ address, script }) {
  const heard = [];
  let notify = () => {};
  const arrived = async (kind, count) => {
    while (heard.filter((event) => kind in event).length < count)
      await new Promise((resolve) => (notify = resolve));
  };
  async function* said() {
    const waited = {};
    for (const step of script) {
      if (step.wait) {
        waited[step.wait] = (waited[step.wait] ?? 0) + 1;
        await arrived(step.wait, waited[step.wait]);
      } else yield step;
    }
  }
  try {
    const answer = await client.send(
      new lex.StartConversationCommand({ ...address, requestEventStream: said() }),
    );
    for await (const event of answer.responseEventStream) {
      heard.push(event);
      notify();
    }
    return { heard };
  } catch (error) {
    return { heard, ...problem(error) };
  }
}

const results = calls ? [] : await converse(conversation);
for (const one of calls ?? []) results.push(await call(one));
process.stdout.write(JSON.stringify(results));
client.destroy();
