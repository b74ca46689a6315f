import { App } from 'aws-cdk-lib';
import { stageNameFromEnv } from '../config/stages.ts';
import { deploymentOf } from './deployment.ts';
import { addSwitchboard } from './switchboard.ts';

const stageName = stageNameFromEnv();
const deployment = deploymentOf(stageName, process.env['SWITCHBOARD_SANDBOX_ENDPOINT']);
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
const env =
  stageName === 'local'
    ? { account: '000000000000', region: 'us-east-1' }
    : { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };

addSwitchboard(new App({ analyticsReporting: false }), deployment, env);
