# fails: replacement/follows
cat >> /root/app/overlays/dev/kustomization.yaml <<'YAML'
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: front }
      spec: { template: { spec: { containers: [{ name: web, env: [{ name: SELF_HOST, value: front-dev }] }] } } }
YAML
