import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort, portsFrom, requireFreePorts } from '../../../../local/start/ports.ts';

describe('portsFrom', () => {
  it('is 4566 and 4580, and moves both with one variable', () => {
    expect(portsFrom({})).toEqual({ engine: 4566, sandbox: 4580 });
    expect(portsFrom({ SWITCHBOARD_PORT: '5000' })).toEqual({ engine: 5000, sandbox: 5014 });
    expect(portsFrom({ SWITCHBOARD_SANDBOX_PORT: '6000' })).toEqual({ engine: 4566, sandbox: 6000 });
  });

  it('refuses what is no port, and the same port twice', () => {
    expect(() => portsFrom({ SWITCHBOARD_PORT: 'https' })).toThrow('SWITCHBOARD_PORT: must be a port number');
    expect(() => portsFrom({ SWITCHBOARD_PORT: '65530' })).toThrow('SWITCHBOARD_SANDBOX_PORT');
    expect(() => portsFrom({ SWITCHBOARD_PORT: '5000', SWITCHBOARD_SANDBOX_PORT: '5000' })).toThrow(
      'must differ',
    );
  });
});

describe('requireFreePorts', () => {
  it('names the taken port and the command for another one', async () => {
    const engine = await freePort();
    const taken = await freePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(taken, '127.0.0.1', resolve));

    const check = requireFreePorts({ engine, sandbox: taken });

    await expect(check).rejects.toThrow(
      `port ${taken} is taken, perhaps by another LocalStack or checkout; use other ports: SWITCHBOARD_PORT=${engine + 100} npm start`,
    );
    server.close();
    await expect(requireFreePorts({ engine, sandbox: taken })).resolves.toBeUndefined();
  });
});
