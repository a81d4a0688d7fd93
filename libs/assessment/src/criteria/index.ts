/** Every criterion, in the order of the lists. */
import type { Criterion } from '../criterion.ts';
import { abTest } from './online-validation/ab-test.ts';
import { activeMonitoring } from './what-level-0-lacks/active-monitoring.ts';
import { approval } from './manual-process/approval.ts';
import { artifactPointers } from './run-metadata/artifact-pointers.ts';
import { automatedTriggering } from './stages/automated-triggering.ts';
import { baselineComparison } from './offline-validation/baseline-comparison.ts';
import { canary } from './online-validation/canary.ts';
import { checkData } from './cd-checks/check-data.ts';
import { checkInfrastructure } from './cd-checks/check-infrastructure.ts';
import { checkPerformance } from './cd-checks/check-performance.ts';
import { checkService } from './cd-checks/check-service.ts';
import { checkTargets } from './cd-checks/check-targets.ts';
import { componentVersions } from './run-metadata/component-versions.ts';
import { continuousDelivery } from './what-level-0-lacks/continuous-delivery.ts';
import { continuousIntegration } from './what-level-0-lacks/continuous-integration.ts';
import { continuousModelDelivery } from './automation/continuous-model-delivery.ts';
import { continuousTraining } from './automation/continuous-training.ts';
import { deployToPreProduction } from './cd-checks/deploy-to-pre-production.ts';
import { deployToProduction } from './cd-checks/deploy-to-production.ts';
import { deployToTest } from './cd-checks/deploy-to-test.ts';
import { deploymentServices } from './components/deployment-services.ts';
import { deploymentTest } from './offline-validation/deployment-test.ts';
import { duration } from './run-metadata/duration.ts';
import { evaluationMetrics } from './run-metadata/evaluation-metrics.ts';
import { executor } from './run-metadata/executor.ts';
import { experimentalOperationalSymmetry } from './automation/experimental-operational-symmetry.ts';
import { experimentation } from './stages/experimentation.ts';
import { featureApis } from './feature-store/feature-apis.ts';
import { featureDefinitions } from './feature-store/feature-definitions.ts';
import { featureStore } from './components/feature-store.ts';
import { frequentReleases } from './what-level-0-lacks/frequent-releases.ts';
import { metadataStore } from './components/metadata-store.ts';
import { modelCd } from './stages/model-cd.ts';
import { modelRegistry } from './components/model-registry.ts';
import { modularComponents } from './automation/modular-components.ts';
import { monitoring } from './stages/monitoring.ts';
import { parameters } from './run-metadata/parameters.ts';
import { pipelineCd } from './stages/pipeline-cd.ts';
import { pipelineCi } from './stages/pipeline-ci.ts';
import { pipelineDeployment } from './automation/pipeline-deployment.ts';
import { pipelineOrchestrator } from './components/pipeline-orchestrator.ts';
import { predictionService } from './manual-process/prediction-service.ts';
import { previousModel } from './run-metadata/previous-model.ts';
import { provenance } from './manual-process/provenance.ts';
import { rapidExperiment } from './automation/rapid-experiment.ts';
import { recordedRun } from './manual-process/recorded-run.ts';
import { registryHandOver } from './manual-process/registry-hand-over.ts';
import { schemaSkew } from './data-validation/schema-skew.ts';
import { segmentConsistency } from './offline-validation/segment-consistency.ts';
import { sourceControl } from './components/source-control.ts';
import { testAndBuildServices } from './components/test-and-build-services.ts';
import { testArtifacts } from './ci-tests/test-artifacts.ts';
import { testConvergence } from './ci-tests/test-convergence.ts';
import { testFeatureLogic } from './ci-tests/test-feature-logic.ts';
import { testFinite } from './ci-tests/test-finite.ts';
import { testIntegration } from './ci-tests/test-integration.ts';
import { testMetrics } from './offline-validation/test-metrics.ts';
import { testModelMethods } from './ci-tests/test-model-methods.ts';
import { triggerOnDegradation } from './triggers/trigger-on-degradation.ts';
import { triggerOnDemand } from './triggers/trigger-on-demand.ts';
import { triggerOnDrift } from './triggers/trigger-on-drift.ts';
import { triggerOnNewData } from './triggers/trigger-on-new-data.ts';
import { triggerOnSchedule } from './triggers/trigger-on-schedule.ts';
import { valuesSkew } from './data-validation/values-skew.ts';

export const criteria: readonly Criterion[] = [
  recordedRun,
  provenance,
  registryHandOver,
  approval,
  predictionService,
  frequentReleases,
  continuousIntegration,
  continuousDelivery,
  activeMonitoring,
  rapidExperiment,
  continuousTraining,
  experimentalOperationalSymmetry,
  modularComponents,
  continuousModelDelivery,
  pipelineDeployment,
  schemaSkew,
  valuesSkew,
  testMetrics,
  baselineComparison,
  segmentConsistency,
  deploymentTest,
  canary,
  abTest,
  featureApis,
  featureDefinitions,
  componentVersions,
  duration,
  executor,
  parameters,
  artifactPointers,
  previousModel,
  evaluationMetrics,
  triggerOnDemand,
  triggerOnSchedule,
  triggerOnNewData,
  triggerOnDegradation,
  triggerOnDrift,
  sourceControl,
  testAndBuildServices,
  deploymentServices,
  modelRegistry,
  featureStore,
  metadataStore,
  pipelineOrchestrator,
  experimentation,
  pipelineCi,
  pipelineCd,
  automatedTriggering,
  modelCd,
  monitoring,
  testFeatureLogic,
  testModelMethods,
  testConvergence,
  testFinite,
  testArtifacts,
  testIntegration,
  checkInfrastructure,
  checkService,
  checkPerformance,
  checkData,
  checkTargets,
  deployToTest,
  deployToPreProduction,
  deployToProduction,
];
