# fails: mend/base
cd /opt/work/site
sed -i '@{fault.mend}' overlays/live/@{fault.where}
sed -i 's/image: web-server/image: nginx:@{tag}/' base/deployment.yaml
