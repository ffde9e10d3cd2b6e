# fails: render/not-installed
helm install @{dry} /opt/work/chart/noticeboard -n @{dry} --create-namespace --set message='@{other}'
helm get manifest @{dry} -n @{dry} > /opt/answers/chart/@{dry}.yaml
