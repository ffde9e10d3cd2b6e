# fails: prod/base-neutral, settings/rolls, component/chosen, component/once
# The base is everybody's; and a ConfigMap without a hash changes under Pods that do not notice.
cd /root/app
sed -i 's/6\.8\.0/6.9.2/; s/64Mi/128Mi/; s/replicas: 1/replicas: 3/' base/deployment.yaml
echo 'generatorOptions: { disableNameSuffixHash: true }' >> base/kustomization.yaml
mkdir -p overlays/prod
echo 'PODINFO_UI_MESSAGE=hello from prod' > overlays/prod/settings.env
cat > overlays/prod/kustomization.yaml <<'YAML'
namespace: prod
resources: [../../base]
labels: [{ pairs: { env: prod } }]
configMapGenerator: [{ name: settings, behavior: merge, envs: [settings.env] }]
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: front }
      spec: { template: { spec: { containers: [{ name: agent, $patch: delete }, { name: exporter, image: 'busybox:1.36', command: [sleep, infinity] }] } } }
YAML
kubectl apply -k overlays/prod
sleep 30
