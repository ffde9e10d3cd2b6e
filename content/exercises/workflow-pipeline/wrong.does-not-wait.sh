# fails: deploy/bad, deploy/as-deployer, deploy/good
# set image comes back at once, whatever becomes of it; and the administrator's kubeconfig is at hand.
cat > /root/ci/deploy.sh <<'SH'
kubectl set image deployment/web -n shop web=controlplane:5000/shop:$1
SH
