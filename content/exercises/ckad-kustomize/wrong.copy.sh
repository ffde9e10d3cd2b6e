# fails: overlay/base, overlay/deployment
# A copy of the base instead of an overlay of it.
cp -r /opt/work/kustomize/base /opt/work/kustomize/overlays/@{env}
cd /opt/work/kustomize/overlays/@{env}
printf 'namespace: @{namespace}\nnamePrefix: @{env}-\n' >> kustomization.yaml
kubectl apply -k .
