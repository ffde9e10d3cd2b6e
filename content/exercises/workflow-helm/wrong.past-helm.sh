# fails: install/merged, rescue/history, rescue/goes-on
# What kubectl changes, helm does not know: the next upgrade renders it anew, and the release is still stuck.
helm install front podinfo --repo https://stefanprodan.github.io/podinfo --version 6.8.0 -n web --create-namespace -f /root/front/common.yaml -f /root/front/prod.yaml --wait
kubectl patch deployment front-podinfo -n web --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/command/2","value":"--level=debug"}]'
kubectl rollout undo deployment/pay-podinfo -n pay
kubectl rollout status deployment/pay-podinfo -n pay
