import { peerModule } from './peer-module';
import { serveLines } from './serve-lines';

interface OpenRedaction {
  detect(text: string): Promise<{ readonly detections: readonly { readonly position: readonly [number, number] }[] }>;
}

/** openredaction with its defaults. */
const { OpenRedaction } = peerModule<{ OpenRedaction: new () => OpenRedaction }>('openredaction');
const engine = new OpenRedaction();
void serveLines(async (text) => (await engine.detect(text)).detections.map(({ position }) => position));
