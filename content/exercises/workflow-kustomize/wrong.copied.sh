# fails: prod/on-base, settings/rolls, component/chosen
# A copy of the rendered base is no overlay.
mkdir -p /root/app/overlays/prod
cd /root/app/overlays/prod
kubectl kustomize ../../base | sed 's/replicas: 1/replicas: 3/; s/6\.8\.0/6.9.2/; s/64Mi/128Mi/; s/MESSAGE: hello/MESSAGE: hello from prod/' > all.yaml
echo 'PODINFO_UI_MESSAGE=hello from prod' > settings.env
cat > kustomization.yaml <<'YAML'
namespace: prod
resources: [all.yaml]
labels: [{ pairs: { env: prod } }]
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: front }
      spec: { template: { spec: { containers: [{ name: agent, $patch: delete }] } } }
YAML
kubectl apply -k .
sleep 30
