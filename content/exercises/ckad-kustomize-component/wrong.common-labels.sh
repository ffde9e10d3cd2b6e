# fails: labels/everywhere, applied/live
# These reach the selectors too, which a Deployment cannot change.
cd /opt/work/component/overlays
sed -i '@{fault.mend}' live/kustomization.yaml
for stage in staging live; do printf 'commonLabels: { owner: @{owner}, stage: %s }\n' $stage >> $stage/kustomization.yaml; done
for stage in staging live; do kubectl apply -k $stage; done
sleep 20
