# fails: install/message
# The last file wins: prod.yaml must come last.
helm install front podinfo --repo https://stefanprodan.github.io/podinfo --version 6.8.0 -n web --create-namespace -f /root/front/prod.yaml -f /root/front/common.yaml --set logLevel=debug --wait
